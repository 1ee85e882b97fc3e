"""A file shown before it is imported: one press takes what was found, and a person may know better."""

import pytest
from PySide6.QtCore import Qt

from engine.schema.problem import UserError
from engine.schema.reading import Reading, ReadingOptions
from gui.pages.datasets.import_dialog import ImportDialog
from gui.pages.datasets.page import DatasetsPage
from tests.fakes.spec_context import DIABETES, SNIFFED, context_in


@pytest.fixture
def context(tmp_path):
    return context_in(tmp_path, DIABETES)


@pytest.fixture
def page(qtbot, context):
    page = DatasetsPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x\n1\n")
    return path


@pytest.fixture
def dialog(page, file):
    page.intake.take([file])
    return page.findChild(ImportDialog)


def choose(dialog: ImportDialog, field: str, value) -> None:
    combo = dialog.form.form.editor(field).combo
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def imported(context):
    return context.connection.engine.readings[-1]


def test_one_press_imports_the_file_as_it_was_found(qtbot, dialog, context, file):
    assert dialog.rows.rowCount() == 2
    assert dialog.rows.headerData(0, Qt.Orientation.Horizontal) == "age  ·  number"
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert context.connection.engine.imported == [str(file)]
    assert imported(context)["reading"] is None and imported(context)["form"] == "auto"


def test_what_was_found_is_said_and_only_settings_of_the_format_are_shown(dialog):
    shown = {
        name for name in ReadingOptions.model_fields if dialog.form.form.editor(name).isVisibleTo(dialog)
    }
    assert shown == {"delimiter", "quote", "encoding", "decimal", "header", "day_first", "missing"}
    assert dialog.form.form.editor("delimiter").combo.currentText() == "as found: comma ,"


def test_what_a_person_says_is_looked_at_and_imported(qtbot, dialog, context):
    with qtbot.waitSignal(dialog.sniffing.found):
        choose(dialog, "decimal", ",")
        choose(dialog, "header", False)
    said = ReadingOptions(decimal=",", header=False)
    assert context.connection.engine.sniffed[-1][2] == said
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert imported(context)["reading"] == said


def test_any_single_sign_may_be_typed_as_delimiter(qtbot, dialog):
    line = dialog.form.form.editor("delimiter").combo.lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, "~")
    assert dialog.form.reading() == ReadingOptions(delimiter="~")
    dialog.sniffing.look()
    assert dialog.form.reading() == ReadingOptions(delimiter="~")
    qtbot.keyClicks(line, "~")
    assert dialog.form.reading() is None and dialog.form.form.problem_at("delimiter")


def test_a_file_that_cannot_be_read_so_cannot_be_imported_so(qtbot, dialog, context):
    def refuse(*asked):
        raise UserError("file_unreadable", path="a.csv", reason="it is empty")

    context.connection.engine.sniff_file = refuse
    dialog.sniffing.look()
    assert not dialog.yes.isEnabled() and "it is empty" in dialog.notice.accessibleName()


def test_a_workbook_offers_its_sheets(qtbot, dialog, context):
    found = Reading(format="excel", header=True, sheet="People", sheets=("People", "Prices"))
    context.connection.engine.sniff_file = lambda *asked: SNIFFED.model_copy(update={"reading": found})
    dialog.sniffing.look()
    choose(dialog, "sheet", "Prices")
    assert dialog.form.reading() == ReadingOptions(sheet="Prices")
    assert not dialog.form.form.editor("delimiter").isVisibleTo(dialog)


def test_several_files_and_folders_are_taken_as_they_are_found(page, context, file, tmp_path):
    page.intake.take([file, tmp_path])
    assert page.findChild(ImportDialog) is None
    assert context.connection.engine.imported == [str(file), str(tmp_path)]


def test_a_dataset_is_read_again_beginning_with_what_was_said_before(qtbot, page, context, file):
    asked = ReadingOptions(decimal=",")
    reading = Reading(delimiter=";", decimal=",")
    card = DIABETES.model_copy(
        update={"id": "again-1", "source": str(file), "asked": asked, "reading": reading}
    )
    context.library.datasets[card.id] = card
    page.shown(card.id)
    qtbot.mouseClick(page.detail.report.facts.again_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ImportDialog)
    assert dialog.form.reading() == asked
    file.unlink()
    page.detail.again.emit()
    assert page.notice.isVisible() and str(file) in page.notice.accessibleName()
