"""The Datasets page under a real mouse, with an engine that answers from memory."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from engine.schema.card import Column, Reason, RefusedRow
from engine.schema.preview import StepPreview, StepsPreview
from engine.schema.problem import Problem, UserError
from gui.pages.datasets.page import DatasetsPage
from gui.widgets.ask import Question
from tests.fakes.spec_context import DIABETES, REVIEWS, context_in


@pytest.fixture
def context(tmp_path):
    return context_in(tmp_path, DIABETES, REVIEWS)


@pytest.fixture
def page(qtbot, context):
    page = DatasetsPage(context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    page.shown(None)
    qtbot.waitExposed(page)
    return page


def click(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def drop(page, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, copy = QPoint(50, 50), Qt.DropAction.CopyAction
    button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(place, copy, data, button, no_key))
    QApplication.sendEvent(page, QDropEvent(QPointF(place), copy, data, button, no_key))


def question_of(page) -> Question:
    """The question that is open now."""
    return next(question for question in page.findChildren(Question) if question.isVisible())


def cells(table) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_the_newest_dataset_is_shown_first_and_the_keys_choose_another(qtbot, page):
    assert page.list.current_id() == REVIEWS.id
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.current_id() == DIABETES.id
    assert [row[0] for row in cells(page.detail.report.columns)] == ["age", "sex", "bmi", "progression"]
    page.detail.show_tab("rows")
    assert page.detail.rows.rowCount() == 442


def test_a_column_is_said_in_words_with_why_it_is_what_it_is(page, context):
    why = (Reason(code="kind_all_numbers"), Reason(code="mark_id_named"))
    first = DIABETES.columns[0].model_copy(update={"why": why, "id_like": True})
    card = DIABETES.model_copy(update={"id": "why-1", "columns": (first, *DIABETES.columns[1:])})
    context.library.datasets[card.id] = card
    page.shown(card.id)
    table = page.detail.report.columns
    name, kind, missing, distinct, _, values = cells(table)[0]
    assert (name, kind, missing, distinct) == ("age", "number", "0.7 %", "58")
    assert values == "19 … 79 · mean 48.5"
    assert "Every value is a number." in table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_the_balance_of_the_proposed_target_is_shown(page):
    page.shown(REVIEWS.id)
    target = page.detail.report.target
    assert target.isVisibleTo(page) and "good 73.8 %" in target.classes.accessibleName()
    page.shown(DIABETES.id)
    assert not target.isVisibleTo(page)  # nothing is known of how its values are spread


def test_a_run_starts_from_the_dataset_that_is_shown(qtbot, page, context):
    page.shown(DIABETES.id)
    click(qtbot, page.use)
    assert context.went == [("new_run", DIABETES.id)]


def test_an_empty_home_offers_samples(qtbot, tmp_path):
    context = context_in(tmp_path)
    page = DatasetsPage(context)
    qtbot.addWidget(page)
    page.show()
    page.shown(None)
    assert not page.use.isVisible()
    click(qtbot, page.findChild(QAbstractButton, "sample:linear-regression"))
    assert context.connection.engine.imported == ["linear-regression"]
    assert page.list.current_id() == DIABETES.id and page.use.isVisible()


def test_files_that_are_dropped_are_read_one_after_the_other(page, context, tmp_path):
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        file.write_text("x\n1\n")
    context.connection.held = True
    drop(page, *files)
    assert context.connection.engine.imported == [str(files[0])]
    assert page.imports.waiting == ["b.csv"] and page.progress.isVisible()
    context.connection.release()
    context.connection.release()
    assert context.connection.engine.imported == [str(file) for file in files]
    assert not page.progress.isVisible() and page.list.current_id() == DIABETES.id


def test_a_file_that_cannot_be_read_is_said_with_what_to_do(page, context, tmp_path):
    context.connection.engine.refuse = UserError("file_unreadable", path="a.csv", reason="it is empty")
    file = tmp_path / "a.csv"
    file.write_text("")
    drop(page, file)
    assert page.notice.isVisible() and "a.csv" in page.notice.accessibleName()
    assert "Choose another file" in page.notice.accessibleName()


def test_lines_that_were_not_read_are_listed_with_their_numbers(page, context):
    refused = (RefusedRow(line=17, reason="columns", text="1,2,3,4,5"),)
    card = DIABETES.model_copy(update={"id": "bad-1", "refused": refused, "refused_count": 1})
    context.library.datasets[card.id] = card
    page.shown(card.id)
    assert cells(page.detail.report.refused.table)[0][0] == "17"
    assert page.detail.report.refused.isVisible()
    page.shown(DIABETES.id)
    assert not page.detail.report.refused.isVisible()


def test_what_the_import_assumed_is_said(page, context):
    notes = (Problem(code="names_missing", severity="warning"),)
    context.library.datasets["n-1"] = DIABETES.model_copy(update={"id": "n-1", "notes": notes})
    page.shown("n-1")
    assert "named by their place" in page.detail.report.facts.notes.text()


def test_nothing_is_deleted_without_a_yes(qtbot, page, context):
    page.shown(DIABETES.id)
    click(qtbot, page.delete)
    click(qtbot, question_of(page).no)
    assert context.connection.engine.deleted == []
    click(qtbot, page.delete)
    click(qtbot, question_of(page).yes)
    assert context.connection.engine.deleted == [DIABETES.id]
    assert page.list.current_id() == REVIEWS.id


def test_a_dataset_in_use_stays_and_says_why(qtbot, page, context):
    page.shown(DIABETES.id)
    context.connection.engine.refuse = UserError("dataset_in_use", runs="run one")
    click(qtbot, page.delete)
    click(qtbot, question_of(page).yes)
    assert "run one" in page.notice.accessibleName() and DIABETES.id in context.library.datasets


def test_what_a_file_says_is_never_read_as_markup(page, context):
    evil = "<img src='http://127.0.0.1:9/x'><b>name</b>"
    columns = (Column(name=evil, kind="text", examples=(evil,)),)
    card = DIABETES.model_copy(
        update={"id": "evil-1", "name": evil, "columns": columns, "licence": evil, "source": f"/{evil}"}
    )
    context.library.datasets[card.id] = card
    page.shown(card.id)
    labels = [label for label in page.findChildren(QLabel) if "<img" in label.text()]
    assert labels and all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_steps_and_split_are_looked_at_and_go_along_into_a_new_run(qtbot, page, context):
    engine = context.connection.engine
    done = StepPreview(index=0, step="log", rows_before=442, rows_after=442, touched=440)
    leak = Problem(code="leak_rows", params={"count": 2, "rows": 88})
    engine.preview = StepsPreview(
        rows=442, total=442, steps=(done,), split={"train": 354, "validation": 44, "test": 44}, leaks=(leak,)
    )
    page.shown(f"{DIABETES.id}/steps")
    tab = page.detail.steps
    with qtbot.waitSignal(page.detail.draft.looked):
        tab.steps.add_step("log")
    assert tab.steps._cards[0]._head._touched.text() == "440 touched"
    assert "88" in tab.split._leaks[0].accessibleName()
    assert tab.split._leaks[0].isVisibleTo(tab.split) and not tab.split._leaks[1].isVisibleTo(tab.split)
    click(qtbot, page.use)
    assert context.went == [("new_run", DIABETES.id)]
    assert context.memory[f"data {DIABETES.id}"]["steps"] == [{"step": "log", "columns": ["age"]}]


def test_a_dataset_comes_back_with_the_steps_it_was_left_with(qtbot, page):
    page.shown(f"{DIABETES.id}/steps")
    page.detail.steps.steps.add_step("log")
    page.shown(REVIEWS.id)
    assert page.detail.steps.steps.value() == []
    page.shown(DIABETES.id)
    assert [step["step"] for step in page.detail.steps.steps.value()] == ["log"]
