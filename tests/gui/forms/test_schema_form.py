"""A form on the screen: values go in and out unchanged, problems stand beside their field."""

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt

from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.problem import Problem
from engine.schema.roles import TARGET_TASKS, TEXT_TASKS
from engine.schema.serve import ServedSpec, ServeSpec
from engine.schema.spec_file import parse_spec
from engine.schema.strategy_spec import StrategySpec
from engine.schema.train import TrainSpec
from engine.schema.training_spec import OptimizerSpec
from gui.forms.editors import FigureEditor, read_float, read_int, read_ints, write_number
from gui.forms.fields import fields_at, fields_of
from gui.forms.form import SchemaForm

TASK_MODELS = [(task, model) for task, models in MODELS_OF_TASK.items() for model in models]


def members(union) -> list[str]:
    """The names of a union's members."""
    return [member.model_fields["name"].default for member in get_args(get_args(union)[0])]


def strategy(name: str) -> dict:
    devices = ["cpu"] * {"single": 1, "mesh": 4}.get(name, 2)
    more = {"mesh": {"data": 2, "tensor": 2}} if name == "mesh" else {}
    return {"name": name, "devices": devices, **more}


def whole_spec(task: str, model: str, optimizer: str, name: str, **training) -> dict:
    value = {
        "name": "one",
        "task": task,
        "data": {
            "source": "a",
            "target": "b" if task in TARGET_TASKS else None,
            "text": "words" if task in TEXT_TASKS else None,
            **({"user": "who", "item": "what"} if task == "recommendation" else {}),
        },
        "model": {"name": model, **({"path": "/a/folder"} if model == "pretrained" else {})},
        "training": {"epochs": 3, "optimizer": {"name": optimizer, "learning_rate": 2e-4}, **training},
        "strategy": strategy(name),
    }
    return parse_spec(value).model_dump(mode="json")


@pytest.fixture(scope="module")
def whole_form(qapp):
    """The form of the whole spec, used again and again as a page uses its own."""
    return SchemaForm(fields_of(TrainSpec))


@pytest.mark.parametrize(
    ("task", "model", "optimizer", "name"),
    [
        *((*pair, "adamw", "single") for pair in TASK_MODELS),
        *(("tabular_regression", "mlp", optimizer, "ddp") for optimizer in members(OptimizerSpec)),
        *(("language_model", "decoder", "adamw", name) for name in members(StrategySpec)),
    ],
)
def test_every_union_of_the_spec_goes_through_the_form_unchanged(whole_form, task, model, optimizer, name):
    spec = whole_spec(task, model, optimizer, name, early_stopping={"patience": 4})
    whole_form.set_value(spec)
    assert {"kind": "train", **whole_form.value()} == spec


def test_what_only_shows_a_figure_is_no_part_of_the_value(qtbot):
    views = fields_at(TrainSpec, "training.batch_size", "training.seed")
    form = SchemaForm(views, editors={"training.seed": lambda view: FigureEditor()})
    qtbot.addWidget(form)
    form.set_value({"training": {"batch_size": 8, "seed": 3}})
    assert form.value() == {"training": {"batch_size": 8}}


def test_the_serve_spec_goes_through_a_form_unchanged(qtbot):
    form = SchemaForm(fields_of(ServeSpec))
    qtbot.addWidget(form)
    spec = ServeSpec(models=[ServedSpec(name="m", model="m")], port=8080).model_dump(mode="json")
    form.set_value(spec)
    assert {"kind": "serve", **form.value()} == spec


@pytest.fixture
def training(qtbot):
    form = SchemaForm(fields_at(TrainSpec, "training"), columns=6)
    qtbot.addWidget(form)
    form.show()
    return form


def choose(qtbot, editor, value: str) -> None:
    """Pick a choice with the keyboard, as a person does."""
    combo = editor.combo
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(value)):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    editor.changed.emit()


def test_typed_numbers_are_values_and_typed_words_are_left_for_the_check(qtbot, training):
    line = training.editor("training.optimizer.learning_rate").line
    line.selectAll()
    with qtbot.waitSignal(training.changed):
        qtbot.keyClicks(line, "2e-4")
    assert training.value()["training"]["optimizer"]["learning_rate"] == 2e-4
    line.selectAll()
    qtbot.keyClicks(line, "fast")
    assert training.value()["training"]["optimizer"]["learning_rate"] == "fast"


def test_a_value_typed_for_one_optimizer_stays_when_another_is_chosen(qtbot, training):
    line = training.editor("training.optimizer.learning_rate").line
    line.selectAll()
    qtbot.keyClicks(line, "0.05")
    choose(qtbot, training.editor("training.optimizer.name"), "momentum")
    assert training.value()["training"]["optimizer"] == {
        "name": "momentum",
        "learning_rate": 0.05,
        "weight_decay": 0.0,
        "momentum": 0.9,
    }


def test_an_optional_group_is_none_until_it_is_switched_on(qtbot, training):
    assert training.value()["training"]["early_stopping"] is None
    training.fold.click()
    box = training.editor("training.early_stopping").box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert training.value()["training"]["early_stopping"] == {"patience": 5, "min_delta": 0.0}


def test_an_empty_optional_number_is_none(qtbot, training):
    line = training.editor("training.epochs").line
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert training.value()["training"]["epochs"] is None


def test_the_arrow_keys_move_a_number(qtbot, training):
    line = training.editor("training.batch_size").line
    qtbot.keyClick(line, Qt.Key.Key_Up)
    assert training.value()["training"]["batch_size"] == 33


def test_a_problem_stands_beside_its_field_and_goes_when_it_is_mended(training):
    problem = Problem(code="below_minimum", field="training.batch_size", params={"value": "0", "bound": 1})
    elsewhere = Problem(code="missing_key", field="data.target")
    assert training.set_problems([problem, elsewhere]) == [elsewhere]
    assert "must be 1 or more" in training.problem_at("training.batch_size")
    assert training.editor("training.batch_size").control.property("invalid") is True
    training.set_problems([])
    assert training.problem_at("training.batch_size") == ""
    assert training.editor("training.batch_size").control.property("invalid") is False


def test_a_problem_of_a_list_item_stands_at_the_list(qtbot):
    form = SchemaForm(fields_at(TrainSpec, "model"))
    qtbot.addWidget(form)
    form.set_value({"model": {"name": "mlp"}})
    form.set_problems([Problem(code="not_whole_number", field="model.hidden.1", params={"value": '"x"'})])
    assert "whole number" in form.problem_at("model.hidden")


def test_a_problem_among_the_details_unfolds_them(training):
    assert not training.fold.isChecked()
    training.set_problems(
        [Problem(code="not_above", field="training.gradient_clip", params={"value": "0", "bound": 0})]
    )
    assert training.fold.isChecked()


def test_the_field_of_a_problem_takes_the_cursor(qtbot, training):
    qtbot.waitExposed(training)
    training.activateWindow()
    assert training.focus("training.seed")
    qtbot.waitUntil(training.editor("training.seed").line.hasFocus)
    assert not training.focus("data.target")


def test_what_is_in_the_boxes_is_named_for_screen_readers(training):
    control = training.editor("training.batch_size").control
    assert control.accessibleName() == "Global batch"
    assert "optimizer step" in control.accessibleDescription()


@pytest.mark.parametrize(("typed", "read"), [("1 000", 1000), ("2e-4", "2e-4"), ("x", "x"), ("", "")])
def test_whole_numbers_are_read_strictly(typed, read):
    assert read_int(typed) == read


def test_numbers_are_read_and_written_so_that_they_come_back():
    assert [read_float(text) for text in ("2e-4", "0,5", "1", "a")] == [2e-4, 0.5, 1.0, "a"]
    assert read_ints("64, 32;x") == [64, 32, "x"]
    for value in (2e-4, 0.1, 1.0, 1e-9, 20_000):
        assert read_float(write_number(value)) == value
