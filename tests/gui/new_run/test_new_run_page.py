"""The New run page under a real mouse and keyboard, with an engine that answers from memory."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from engine.schema.job import Job, State
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.preview import StepPreview, StepsPreview
from engine.schema.problem import UserError
from engine.schema.spec_file import parse_spec
from gui.pages.new_run.data_editors import LEARNS
from gui.pages.new_run.page import NewRunPage
from gui.theme.theme import theme
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.file_drop import FileDrop
from tests.fakes.dataset_cards import ANSWERS
from tests.fakes.spec_context import DIABETES, RECIPE, REVIEWS, context_in


@pytest.fixture
def context(tmp_path):
    return context_in(tmp_path, DIABETES, REVIEWS)


@pytest.fixture
def page(qtbot, context):
    page = NewRunPage(context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    page.shown(None)
    qtbot.waitExposed(page)
    return page


def click(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def checked(qtbot, page, act) -> None:
    """Do something and wait for the check of it."""
    with qtbot.waitSignal(page.draft.checked):
        act()


def test_the_first_run_is_a_recipe_and_a_click(qtbot, page, context):
    card = page.start.findChild(ChoiceCard, f"recipe:{RECIPE.id}")
    checked(qtbot, page, lambda: click(qtbot, card))
    assert context.connection.engine.imported == [RECIPE.id]
    click(qtbot, page.bar.launch)
    spec, _, trial = context.connection.engine.submitted[0]
    assert spec.data.source == DIABETES.id and spec.model.name == "linear" and not trial
    assert spec.strategy.devices == ("cpu", "cpu")
    assert context.went == [("run", "run-1")]


def test_a_dataset_proposes_task_target_and_model(qtbot, page):
    checked(qtbot, page, lambda: page.shown(REVIEWS.id))
    spec = parse_spec(page.draft.spec)
    assert (spec.task, spec.data.target, spec.data.text, spec.model.name) == (
        "text_classification",
        "sentiment",
        "review",
        "mean_embedding",
    )
    assert page.editor.data.form.editor("data.text").isVisible()
    assert not page.editor.data.form.editor("data.features").isVisible()


def test_choosing_another_task_offers_its_models_and_columns(qtbot, page):
    checked(qtbot, page, lambda: page.shown(REVIEWS.id))
    combo = page.editor.data.form.editor("task").combo
    combo.setFocus()
    checked(qtbot, page, lambda: qtbot.keyClick(combo, Qt.Key.Key_Up))
    models = page.editor.model.form.editor("model.name").combo
    offered = tuple(models.itemData(row) for row in range(models.count()))
    assert offered == MODELS_OF_TASK["tabular_classification"]
    assert page.draft.spec["data"]["text"] is None


def test_a_mistake_stands_beside_its_field_and_stops_the_launch(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    line = page.editor.training.form.editor("training.batch_size").line
    line.selectAll()
    checked(qtbot, page, lambda: qtbot.keyClicks(line, "0"))
    assert "1 or more" in page.editor.training.form.problem_at("training.batch_size")
    assert not page.bar.launch.isEnabled()
    errors = [line for line in page.editor.checks.lines() if line.level == "error"]
    assert len(errors) == 1
    line.clearFocus()
    click(qtbot, errors[0])
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)
    line.selectAll()
    checked(qtbot, page, lambda: qtbot.keyClicks(line, "16"))
    assert page.bar.launch.isEnabled()
    assert page.editor.training.form.problem_at("training.batch_size") == ""


def test_the_name_follows_the_model_until_a_person_names_the_run(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    combo = page.editor.model.form.editor("model.name").combo
    combo.setFocus()
    checked(qtbot, page, lambda: qtbot.keyClick(combo, Qt.Key.Key_Up))
    assert page.draft.spec["name"] == "diabetes-linear"
    line = page.bar.form.editor("name").line
    line.selectAll()
    qtbot.keyClicks(line, "mine")
    checked(qtbot, page, lambda: qtbot.keyClick(combo, Qt.Key.Key_Down))
    assert page.draft.spec["name"] == "mine"


def test_two_clicks_and_the_keys_launch_one_run(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    context.connection.held = True
    qtbot.mouseDClick(page.bar.launch, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(context.connection.engine.submitted) == 1


def test_a_trial_is_sent_as_one(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    click(qtbot, page.bar.trial)
    assert context.connection.engine.submitted[0][2] is True


def test_the_draft_is_there_again_in_the_next_window(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    line = page.editor.training.form.editor("training.seed").line
    line.selectAll()
    qtbot.keyClicks(line, "17")
    page.hidden()
    again = NewRunPage(context)
    qtbot.addWidget(again)
    again.shown(None)
    assert again.draft.spec["training"]["seed"] == 17
    assert again.editor.training.form.editor("training.seed").value() == 17


def test_a_run_can_be_repeated_with_changes(qtbot, page, context):
    spec = parse_spec({**RECIPE.spec.model_dump(mode="json"), "name": "before"})
    context.library.jobs["r1"] = Job(
        id="r1", kind="train", name="before", state=State.FINISHED, spec=spec, created=0
    )
    checked(qtbot, page, lambda: page.shown("r1"))
    assert parse_spec(page.draft.spec) == spec


def test_a_spec_file_fills_the_form_and_a_broken_one_says_its_line(qtbot, page, context, tmp_path):
    path = tmp_path / "run.yaml"
    path.write_text(
        "kind: train\nname: mine\ntask: tabular_regression\ndata: {source: diabetes, target: bmi}\nmodel: {name: linear}\n"
    )
    checked(qtbot, page, lambda: page.open_file(path))
    assert page.editor.data.form.editor("data.target").value() == "bmi"
    path.write_text("kind: train\nname: [\n")
    page.open_file(path)
    assert "Line" in context.told[-1][0] and context.told[-1][1] == "error"
    assert page.draft.spec["name"] == "mine"


def test_a_file_dropped_on_the_page_becomes_the_dataset(qtbot, page, context, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("x,y\n1,2\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    place, copy = QPoint(50, 50), Qt.DropAction.CopyAction
    button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(place, copy, data, button, no_key))
    drop = QDropEvent(QPointF(place), copy, data, button, no_key)
    checked(qtbot, page, lambda: QApplication.sendEvent(page, drop))
    assert context.connection.engine.imported == [str(file)]
    assert page.draft.spec["data"]["source"] == DIABETES.id


def test_the_columns_to_predict_from_are_ticked_in_a_list(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    editor = page.editor.data.form.editor("data.features")
    assert editor.button.text() == "all others (3)"
    click(qtbot, editor.button)
    box = editor._list._list
    checked(qtbot, page, lambda: (box.setCurrentRow(1), qtbot.keyClick(box, Qt.Key.Key_Space)))
    assert page.draft.spec["data"]["features"] == ["age", "bmi"]
    editor._list.close()


@pytest.mark.parametrize("size", [(772, 600), (1092, 800), (1732, 1080)])
@pytest.mark.parametrize("choice", ["dark", "light"])
def test_nothing_is_cut_off_sideways(qtbot, page, size, choice):
    theme().choose(choice)
    page.resize(*size)
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    for card in (
        page.editor.data,
        page.editor.model,
        page.editor.training,
        page.editor.strategy,
        page.editor.checks,
        page.bar,
    ):
        left = card.mapTo(page, card.rect().topLeft()).x()
        assert left >= 0 and left + card.width() <= page.width()
    viewport = page.editor._left.viewport()
    assert page.editor._left.widget().width() <= viewport.width()


def test_the_first_rows_stand_where_the_window_leaves_room(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    assert not page.editor.preview.card.isVisible()
    page.resize(1732, 1400)  # whatever fonts the tests before have brought
    qtbot.waitUntil(page.editor.preview.card.isVisible)


def test_a_lost_engine_lets_the_same_click_ask_for_the_same_job(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    submit = context.connection.engine.submit

    def lose(*sent):
        submit(*sent)
        raise UserError("engine_unreachable")

    context.connection.engine.submit = lose
    click(qtbot, page.bar.launch)
    assert context.told and page.bar.launch.isEnabled() and not context.went
    context.connection.engine.submit = submit
    click(qtbot, page.bar.launch)
    assert len(context.connection.engine.submitted) == 1 and context.went == [("run", "run-1")]


def test_a_damaged_draft_opens_as_a_form_that_says_what_is_wrong(qtbot, context):
    path = context.connection.home.root / "draft.json"
    path.write_text('{"data": 5, "model": {"name": "none"}, "strategy": [], "training": {"epochs": {}}}')
    page = NewRunPage(context)
    qtbot.addWidget(page)
    checked(qtbot, page, lambda: page.shown(None))
    assert page.draft.check.problems and not page.bar.launch.isEnabled()


def test_every_control_has_a_name(page, qtbot):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    for control in page.findChildren(QWidget):
        if not isinstance(control, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        inner = isinstance(control.parent(), QAbstractSpinBox)
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus and not inner:
            assert control.accessibleName() or getattr(control, "text", str)(), control


def test_the_tab_key_reaches_the_launch_from_the_dataset(page, qtbot):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    page.activateWindow()
    page.editor.data.form.editor("data.source").combo.setFocus()
    seen = []
    for _ in range(100):
        focused = QApplication.focusWidget()
        seen.append(focused)
        if focused is page.bar.launch:
            break
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    names = [widget.accessibleName() for widget in seen]
    wanted = ["Predict", "Model", "Optimizer", "Seed", "Ranks on the CPU", "Precision", "Name", "Launch"]
    assert [name for name in names if name in wanted] == wanted


def test_a_sweep_is_prepared_and_launched_with_the_mouse(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    checked(qtbot, page, lambda: click(qtbot, page.bar.kind.findChildren(QAbstractButton)[2]))
    assert page.editor.sweep.isVisible() and not page.bar.launch.isEnabled()
    click(qtbot, page.editor.sweep.add_setting)
    popup = page.editor.sweep.settings
    qtbot.keyClicks(popup.search, "learning rate")
    checked(qtbot, page, lambda: qtbot.keyClick(popup.search, Qt.Key.Key_Return))
    row = page.editor.sweep.rows[0]
    assert row.value() == {"low": 0.0003, "high": 0.03, "log": True, "step": None}
    row.editor.high.line.selectAll()
    checked(qtbot, page, lambda: qtbot.keyClicks(row.editor.high.line, "0.1"))
    click(qtbot, page.bar.launch)
    spec = context.connection.engine.submitted[0][0]
    assert spec.kind == "sweep" and spec.base.model.name == "mlp"
    assert spec.ranges["training.optimizer.learning_rate"].high == 0.1


def test_a_problem_of_a_range_stands_at_its_row(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    checked(qtbot, page, lambda: page.bar.kind_chosen.emit("sweep"))
    checked(qtbot, page, lambda: page.editor.sweep.settings.chosen.emit("training.epochs"))
    row = page.editor.sweep.rows[0]
    row.editor.low.line.selectAll()
    checked(qtbot, page, lambda: qtbot.keyClicks(row.editor.low.line, "900"))
    assert row._fault.isVisible() and "above the upper" in row._fault.text()
    assert not page.bar.launch.isEnabled()


def test_auto_hides_what_it_decides_itself_and_is_there_for_tables_and_texts_alone(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(REVIEWS.id))
    checked(qtbot, page, lambda: page.bar.kind_chosen.emit("search"))
    assert not page.editor.model.isVisible() and not page.editor.training.isVisible()
    assert not page.editor.strategy.chooser.isVisible() and not page.bar.trial.isVisible()
    click(qtbot, page.bar.launch)
    assert context.connection.engine.submitted[0][0].kind == "search"
    checked(qtbot, page, lambda: page.editor.data.task_chosen.emit("language_model"))
    assert page.draft.kind == "run" and page.editor.model.isVisible()


def test_folds_are_a_kind_of_job_and_a_way_to_split(qtbot, page):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    checked(qtbot, page, lambda: page.bar.kind_chosen.emit("folds"))
    form = page.editor.data.form
    assert form.editor("data.split.folds").isVisible() and not form.editor("data.split.test").isVisible()
    method = form.editor("data.split.method")
    method.set_value("random")
    checked(qtbot, page, method.changed.emit)
    assert page.bar.kind.value == "run" and form.editor("data.split.test").isVisible()


def test_a_group_that_was_left_is_there_again_in_the_next_window(qtbot, page, context):
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    checked(qtbot, page, lambda: page.bar.kind_chosen.emit("sweep"))
    checked(qtbot, page, lambda: page.editor.sweep.settings.chosen.emit("training.epochs"))
    page.hidden()
    again = NewRunPage(context)
    qtbot.addWidget(again)
    again.shown(None)
    assert again.draft.kind == "sweep"
    assert [row.setting.path for row in again.editor.sweep.rows] == ["training.epochs"]


def test_a_spec_from_elsewhere_replaces_the_draft(qtbot, page, context):
    context.memory["spec new_run"] = {**RECIPE.spec.model_dump(mode="json"), "name": "best of a sweep"}
    checked(qtbot, page, lambda: page.shown("spec"))
    assert page.draft.spec["name"] == "best of a sweep" and "spec new_run" not in context.memory


def test_steps_and_split_that_were_prepared_come_along_as_chips_with_their_rows(qtbot, page, context):
    steps = [{"step": "drop_missing", "columns": ["age"]}]
    context.memory[f"data {DIABETES.id}"] = {"steps": steps, "split": {"method": "block"}}
    looked = StepPreview(index=0, step="drop_missing", rows_before=442, rows_after=439, touched=3)
    context.connection.engine.preview = StepsPreview(rows=442, total=442, steps=(looked,))
    checked(qtbot, page, lambda: page.shown(DIABETES.id))
    chips = page.editor.data.cleaning._chips
    qtbot.waitUntil(lambda: chips[0].text() == "Drop missing · 3")
    assert parse_spec(page.draft.spec).data.split.method == "block"
    click(qtbot, chips[0])
    qtbot.waitUntil(lambda: page._prepared.dialog is not None)
    dialog = page._prepared.dialog
    dialog.editor.add_step("drop_duplicates")
    checked(qtbot, page, lambda: click(qtbot, dialog.use))
    assert [step["step"] for step in page.draft.spec["data"]["steps"]] == ["drop_missing", "drop_duplicates"]


def test_what_a_language_model_learns_from_chooses_its_columns(qtbot, page, context):
    context.library.datasets[ANSWERS.id] = ANSWERS
    checked(qtbot, page, lambda: page.shown(ANSWERS.id))
    form = page.editor.data.form
    assert form.editor(LEARNS.path).value() == "instruction"
    checked(qtbot, page, lambda: page.editor.data.form_chosen.emit("preference"))
    data = page.draft.spec["data"]
    assert (data["prompt"], data["chosen"], data["response"]) == ("question", "answer", None)
    assert form.editor("data.chosen").isVisible() and not form.editor("data.response").isVisible()
    assert "training.dpo_beta" not in page.editor.training.form.hidden


def test_a_folder_dropped_on_the_page_becomes_a_dataset_and_a_spec_is_opened(qtbot, page, context, tmp_path):
    drop = page.findChild(FileDrop)
    folder = tmp_path / "pictures"
    folder.mkdir()
    checked(qtbot, page, lambda: drop.dropped.emit(folder))
    assert context.connection.engine.imported == [str(folder)]
    spec = tmp_path / "run.yaml"
    page.draft.save_file(spec)
    page.draft.edit({**page.draft.spec, "name": "other"})
    checked(qtbot, page, lambda: drop.dropped.emit(spec))
    assert page.draft.spec["name"] != "other" and len(context.connection.engine.imported) == 1


def test_data_of_ones_own_proposes_a_run_of_its_own_after_a_recipe(qtbot, page, tmp_path):
    recipe = page.start.findChild(ChoiceCard, f"recipe:{RECIPE.id}")
    checked(qtbot, page, lambda: click(qtbot, recipe))
    assert page.draft.spec["model"]["name"] == "linear"
    checked(qtbot, page, lambda: page.findChild(FileDrop).dropped.emit(tmp_path / "mine.csv"))
    assert page.draft.spec["model"]["name"] == "mlp"
