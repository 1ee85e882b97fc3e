"""The list of steps: what it holds, what it offers, and how it says what each step did."""

import pytest
from PySide6.QtCore import QPoint, Qt

from engine.schema.card import Column
from engine.schema.preview import StepPreview, StepsPreview
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from gui.forms.step_words import step_classes, step_summary
from gui.forms.steps_editor import StepsEditor

COLUMNS = (
    Column(name="id", kind="number", id_like=True),
    Column(name="age", kind="number"),
    Column(name="joined", kind="date"),
    Column(name="city", kind="category"),
)
DROP = {"step": "drop_missing", "columns": ["age"]}
LOG = {"step": "log", "columns": ["age"]}
PARTS = {"step": "date_parts", "column": "joined", "parts": ["year", "month"]}


@pytest.fixture
def editor(qtbot):
    editor = StepsEditor()
    qtbot.addWidget(editor)
    editor.set_columns(COLUMNS)
    editor.resize(800, 600)
    editor.show()
    qtbot.waitExposed(editor)
    return editor


def names(editor: StepsEditor) -> list[str]:
    return [step["step"] for step in editor.value()]


def picker(editor: StepsEditor, place: int, field: str):
    editor.open_step(place)
    return editor._cards[place].form.form.editor(field)


def preview(**steps: int) -> StepsPreview:
    told = [
        StepPreview(
            index=index,
            step=step,
            rows_before=10,
            rows_after=10 - touched,
            touched=touched,
            rows=(0, 3),
            before=({"age": 1.0, "city": "Bonn"}, {"age": None, "city": "Bonn"}),
            after=({"age": 0.5, "city": "Bonn"}, None),
        )
        for index, (step, touched) in enumerate(steps.items())
    ]
    return StepsPreview(rows=10, total=10, steps=tuple(told))


@pytest.mark.parametrize("kind", sorted(step_classes()))
def test_every_kind_of_step_begins_whole_and_goes_through_its_form_unchanged(editor, kind):
    text = Column(name="words", kind="text")
    editor.set_columns((*COLUMNS, text))
    editor.add_step(kind)
    [begun] = editor.value()
    step = step_classes()[kind].model_validate(begun)
    assert step.model_dump(mode="json") == begun == editor._cards[0].form.value()
    assert step_summary(begun)


def test_a_step_begins_with_a_column_that_says_something(editor):
    editor.add_step("log")
    assert editor.value() == [LOG]


def test_a_picker_offers_only_columns_that_the_step_can_work_on(editor):
    editor.set_value([PARTS])
    combo = picker(editor, 0, "column").combo
    assert [combo.itemText(row) for row in range(combo.count())] == ["joined"]


def test_a_column_that_one_step_makes_is_offered_to_the_next(editor):
    editor.set_value([PARTS, LOG])
    assert "joined_year" in picker(editor, 1, "columns")._names()
    editor._cards[0].removed.emit()
    assert "joined_year" not in picker(editor, 0, "columns")._names()


def test_kinds_without_a_fitting_column_say_so_in_the_list_of_kinds(editor):
    editor.set_columns(COLUMNS[3:])
    editor.add.click()
    items = editor.kinds.list.findItems("Logarithm", Qt.MatchFlag.MatchExactly)
    assert not items[0].flags() & Qt.ItemFlag.ItemIsEnabled and "No column" in items[0].toolTip()
    editor.kinds.close()


def test_a_kind_is_taken_with_the_keyboard(qtbot, editor):
    editor.add.click()
    qtbot.keyClick(editor.kinds.list, Qt.Key.Key_Down)
    qtbot.keyClick(editor.kinds.list, Qt.Key.Key_Return)
    assert names(editor) == ["impute"] and not editor.kinds.isVisible()


def test_steps_change_places_by_arrows_and_keys(qtbot, editor):
    editor.set_value([DROP, LOG, PARTS])
    told = []
    editor.changed.connect(lambda: told.append(names(editor)))
    editor._cards[0]._head.down.click()
    qtbot.keyClick(editor._cards[2], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert told == [["log", "drop_missing", "date_parts"], ["log", "date_parts", "drop_missing"]]
    assert not editor._cards[0]._head.up.isEnabled() and not editor._cards[2]._head.down.isEnabled()


def test_a_step_is_pulled_to_another_place_and_that_is_told_once(qtbot, editor):
    editor.set_value([DROP, LOG, PARTS])
    editor.layout().activate()
    told = []
    editor.changed.connect(lambda: told.append(names(editor)))
    grip = editor._cards[2]._head.grip
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton)
    for y in (60, 30, 5, 2):
        editor.layout().activate()
        editor._cards[[card._head.grip for card in editor._cards].index(grip)].dragged.emit(
            editor.mapToGlobal(QPoint(5, y))
        )
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)
    assert told == [["date_parts", "drop_missing", "log"]]


def test_a_step_is_duplicated_and_removed(editor):
    editor.set_value([DROP, LOG])
    editor._cards[0].set_open(True)
    editor._cards[0].duplicate.click()
    assert editor.value() == [DROP, DROP, LOG] and editor._cards[1].is_open and not editor._cards[0].is_open
    editor._cards[1].remove.click()
    assert editor.value() == [DROP, LOG]


def test_what_each_step_did_is_said_and_shown(editor):
    editor.set_value([DROP, LOG])
    editor.set_preview(preview(drop_missing=2, log=0))
    head = editor._cards[0]._head
    assert head._counts.text() == "10 → 8 rows" and head._touched.text() == "2 touched"
    table = editor._cards[0].table.model()
    assert [table.index(0, column).data() for column in range(3)] == ["1", "1 → 0.5", "Bonn"]
    assert table.index(1, 0).data() == "4 · left out"


def test_what_was_looked_at_in_another_order_is_no_longer_said(editor):
    editor.set_value([DROP, LOG])
    editor.set_preview(preview(drop_missing=2, log=0))
    editor._cards[0]._head.down.click()
    assert not editor._cards[0]._head._counts.isVisibleTo(editor._cards[1])


def test_a_problem_stands_at_its_step_and_others_are_handed_back(editor):
    editor.set_value([DROP, LOG])
    at_step = Problem(code="too_short", field="data.steps.1.columns", params={"value": "[]", "bound": 1})
    elsewhere = Problem(code="target_missing", field="data.target")
    assert editor.set_problems([at_step, elsewhere]) == [elsewhere]
    assert editor._cards[1]._fault.isVisibleTo(editor._cards[1])
    assert not editor._cards[0]._fault.isVisibleTo(editor._cards[0])
    editor.open_step(1)
    assert editor._cards[1].form.form.problem_at("columns")
    editor.set_problems([])
    assert not editor._cards[1].form.form.problem_at("columns")


def test_fields_that_mean_nothing_beside_the_others_are_out_of_sight(editor):
    editor.set_value([{"step": "impute", "columns": [], "how": "median", "value": None}])
    value, how = picker(editor, 0, "value"), picker(editor, 0, "how")
    assert not value.isVisibleTo(editor._cards[0])
    how.combo.setCurrentIndex(how.combo.findData("constant"))
    how.combo.activated.emit(how.combo.currentIndex())
    assert value.isVisibleTo(editor._cards[0]) and editor.value()[0]["how"] == "constant"


def test_the_steps_are_those_of_the_spec(editor):
    editor.set_value([DROP, LOG, PARTS])
    spec = {"task": "tabular_regression", "name": "x", "data": {"source": "a", "target": "city", "steps": editor.value()},
            "model": {"name": "linear"}, "training": {"epochs": 1}, "strategy": {"name": "single", "devices": ["cpu"]}}  # fmt: skip
    assert [step.step for step in TrainSpec.model_validate(spec).data.steps] == names(editor)
