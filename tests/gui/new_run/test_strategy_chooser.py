"""The strategy cards under mouse and keyboard: what each costs, why one cannot work, what a click changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.schema.job import Job, State
from engine.schema.plan import Fit
from engine.schema.spec_file import parse_spec
from gui.pages.new_run.page import NewRunPage
from tests.fakes.spec_context import DIABETES, RECIPE, SHAKESPEARE, context_in, fits_for


@pytest.fixture
def context(tmp_path):
    return context_in(tmp_path, DIABETES, SHAKESPEARE)


@pytest.fixture
def page(qtbot, context):
    page = NewRunPage(context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    with qtbot.waitSignal(page.draft.checked):
        page.shown(DIABETES.id)
    return page


@pytest.fixture
def card(page):
    return page.editor.strategy


def checked(qtbot, page, act) -> None:
    with qtbot.waitSignal(page.draft.checked):
        act()


def click(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def shown(card) -> list[str]:
    return [name for name, choice in card.chooser.cards.items() if choice.isVisible()]


def take(qtbot, page, strategy: str, devices: int) -> None:
    spec = {**page.draft.spec, "strategy": {"name": strategy, "devices": ["cpu"] * devices}}
    checked(qtbot, page, lambda: page.draft.replace(spec))


def test_four_cards_stand_in_a_row_and_the_chosen_one_is_among_them(qtbot, page, card):
    assert shown(card) == ["single", "ddp", "fsdp", "pipeline"]
    take(qtbot, page, "diloco", 2)
    assert len(shown(card)) == 4 and "diloco" in shown(card)
    click(qtbot, card.chooser.more)
    assert len(shown(card)) == 11


def test_a_card_does_not_move_under_the_mouse(qtbot, page, card):
    before = card.chooser.cards["fsdp"].geometry()
    checked(qtbot, page, lambda: click(qtbot, card.chooser.cards["fsdp"]))
    assert card.chooser.cards["fsdp"].geometry().topLeft() == before.topLeft()
    assert "single" in shown(card)


def test_a_strategy_for_several_devices_brings_them_and_one_device_lets_them_go(qtbot, page, card):
    checked(qtbot, page, lambda: click(qtbot, card.chooser.cards["ddp"]))
    assert page.draft.spec["strategy"]["devices"] == ["cpu", "cpu"]
    checked(qtbot, page, lambda: click(qtbot, card.chooser.cards["single"]))
    assert page.draft.spec["strategy"] == {"name": "single", "devices": ["cpu"]}


def test_a_second_rank_turns_one_device_into_replicas(qtbot, page, card):
    ranks = card.devices._ranks
    checked(qtbot, page, lambda: qtbot.keyClick(ranks, Qt.Key.Key_Up))
    strategy = page.draft.spec["strategy"]
    assert (strategy["name"], strategy["devices"]) == ("ddp", ["cpu", "cpu"])


def test_combining_proposes_a_mesh_that_covers_its_devices_and_follows_them(qtbot, page, card):
    click(qtbot, card.chooser.more)
    checked(qtbot, page, lambda: click(qtbot, card.chooser.cards["mesh"]))
    strategy = parse_spec(page.draft.spec).strategy
    assert (strategy.mesh.data, strategy.mesh.tensor, len(strategy.devices)) == (2, 2, 4)
    page.editor.strategy.devices.set_value(["cpu"] * 6)
    checked(qtbot, page, page.editor.strategy.devices.changed.emit)
    assert parse_spec(page.draft.spec).strategy.mesh.data == 3


def test_each_card_says_what_it_would_cost(qtbot, page, card):
    take(qtbot, page, "ddp", 2)
    cards = card.chooser.cards
    assert cards["ddp"].figures == "320 MiB / device\n4\u202f100 rows/s"
    assert cards["parameter_server"].figures.endswith("does not fit")


def test_a_card_that_cannot_work_says_why_and_cannot_be_chosen(qtbot, page, card):
    take(qtbot, page, "ddp", 2)
    click(qtbot, card.chooser.more)
    impossible = card.chooser.cards["tensor_parallel"]
    assert impossible.impossible in impossible.accessibleDescription() and impossible.toolTip()
    click(qtbot, impossible)
    assert card.chooser.value() == "ddp" and not impossible.isChecked()
    assert "heads" in card.chooser.why and card.chooser.why.startswith("Split matrices")


def test_the_arrow_keys_reach_a_card_that_cannot_work(qtbot, page, card):
    take(qtbot, page, "fsdp", 2)
    click(qtbot, card.chooser.more)
    page.activateWindow()
    chosen, impossible = card.chooser.cards["fsdp"], card.chooser.cards["tensor_parallel"]
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is impossible
    assert "heads" in card.chooser.why and card.chooser.value() == "fsdp"


def test_a_click_takes_the_settings_that_work_on_the_picked_devices(qtbot, page, card, context):
    fit = Fit(
        strategy="pipeline",
        settings={"name": "pipeline", "devices": ["cpu", "cpu"], "micro_batches": 8},
        fits=True,
    )
    fits = [each for each in fits_for(["cpu", "cpu"]) if each.strategy != "pipeline"]
    context.connection.engine.fits = (*fits, fit)
    take(qtbot, page, "ddp", 2)
    checked(qtbot, page, lambda: click(qtbot, card.chooser.cards["pipeline"]))
    assert page.draft.spec["strategy"]["micro_batches"] == 8


def test_what_was_set_for_a_strategy_goes_with_the_spec(qtbot, page, card):
    take(qtbot, page, "parameter_server", 3)
    form = card.options.form()
    form.editor("strategy.mode").set_value("bounded")
    checked(qtbot, page, form.changed.emit)
    assert page.draft.spec["strategy"]["mode"] == "bounded"
    assert not form.editor("strategy.staleness").isVisible()
    click(qtbot, card.form.fold)
    assert form.editor("strategy.staleness").isVisible()


def test_a_mesh_that_makes_no_sense_is_said_at_its_axes(qtbot, page, card):
    spec = {"name": "mesh", "devices": ["cpu"] * 4, "mesh": {"data": 3, "tensor": 1, "pipeline": 1}}
    checked(qtbot, page, lambda: page.draft.replace({**page.draft.spec, "strategy": spec}))
    assert "does not cover" in card.options.form().problem_at("strategy.mesh.data")
    assert not page.bar.launch.isEnabled()


def test_auto_says_what_it_would_take_and_its_button_takes_it(qtbot, page, card):
    checked(qtbot, page, lambda: click(qtbot, card.chooser.auto))
    assert card.chooser.value() == "auto" and card.auto.isVisible()
    assert "Shard" in card.auto.accessibleName() and "Accumulate: 2" in card.auto.accessibleName()
    checked(qtbot, page, lambda: click(qtbot, card.auto.use))
    assert page.draft.spec["strategy"]["name"] == "fsdp" and page.draft.spec["training"]["accumulation"] == 2
    assert not card.auto.isVisible()


def test_a_device_says_who_runs_on_it(qtbot, page, card, context):
    context.library.jobs["r1"] = Job(
        id="r1",
        kind="train",
        name="other",
        state=State.RUNNING,
        spec=RECIPE.spec,
        created=0,
        devices=("cuda:0",),
    )
    context.library.job_changed.emit("r1")
    chip = card.devices._chips["cuda:0"]
    assert "busy: other" in chip.toolTip() and "busy: other" in chip.accessibleName()
    assert "free" in card.devices._chips["cpu"].toolTip()


def test_the_micro_batch_follows_from_the_plan(qtbot, page, card):
    line = card.form.editor("plan.micro_batch").line
    assert line.isReadOnly() and line.text() == "8 rows"
    assert "plan" not in page.draft.spec


def test_a_language_model_reads_a_text_and_predicts_no_column(qtbot, page):
    checked(qtbot, page, lambda: page.shown(SHAKESPEARE.id))
    spec = parse_spec(page.draft.spec)
    assert (spec.task, spec.model.name, spec.data.text, spec.data.target) == (
        "language_model",
        "decoder",
        "text",
        None,
    )
    form = page.editor.data.form
    assert form.editor("data.text").isVisible() and not form.editor("data.target").isVisible()


def test_the_only_column_of_a_plain_text_need_not_be_chosen(qtbot, page, context):
    card = SHAKESPEARE.model_copy(update={"form": "text"})
    context.library.datasets[card.id] = card
    spec = {
        "kind": "train",
        "task": "language_model",
        "data": {"source": card.id},
        "model": {"name": "decoder"},
    }
    checked(qtbot, page, lambda: page.draft.replace(spec))
    assert page.draft.spec["data"]["text"] == "text"


def test_a_proof_sends_two_trials_and_opens_them_side_by_side(qtbot, page, card, context):
    assert not page.bar.prove.isVisible()
    take(qtbot, page, "ddp", 2)
    click(qtbot, page.bar.prove)
    (chosen, _, first), (single, _, second) = context.connection.engine.submitted
    assert first and second and chosen.strategy.name == "ddp" and single.strategy.name == "single"
    assert context.went == [("compare", "run-1,run-2")]


def test_measuring_is_a_dry_run(qtbot, page, context):
    click(qtbot, page.editor.fit.measure)
    assert context.connection.engine.submitted[0][2] is True
