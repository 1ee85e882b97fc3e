"""The page of a job made of runs, on made-up events."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, group_job, part_job, tabular_card, train_job

from engine.schema.api import PartRow
from engine.schema.problem import Problem
from gui.pages.group.page import GroupPage
from gui.widgets.ask import Question

NAIVE = {"name": "mean", "rmse": 77.0}


@pytest.fixture
def desk(qtbot):
    return Desk()


def part(number, state, score=None, best=None, done=0, **values):
    own = {"training.optimizer.learning_rate": 0.001 * (number + 1), "training.batch_size": 16}
    base = {
        "kind": "part",
        "part": number,
        "job": f"g-{number}",
        "state": state,
        "values": own,
        "score": score,
    }
    return {**base, "best": best, "done": done, "of": 6, "seconds": 1.5, **values}


def fold(number, score, done):
    told = {split: {"rmse": score + number, "loss": 0.5} for split in ("train", "validation", "test")}
    return part(
        number, "finished", score, done=done, of=5, values={}, metrics=told, curve=[[6, 60.0], [12, score]]
    )


def open_page(qtbot, desk, kind="sweep", state="running", **job):
    desk.put_job(group_job("g", kind, state, **job))
    page = GroupPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown("g")
    page.show()
    return page


def feed(qtbot, desk, page, *events):
    with qtbot.waitSignal(page.view.state.changed, timeout=5000):
        desk.connection.followings[-1].feed([{"kind": "started", "attempt": 1, "total_steps": 6}, *events])


def visible(view):
    names = ("pause", "resume", "retry", "serve", "stop", "stop_now", "delete")
    return {name for name in names if not getattr(view, name).isHidden()}


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def three_trials(qtbot, desk, page):
    desk.put_job(part_job("g", 1, "finished", model="g-1"))
    feed(
        qtbot,
        desk,
        page,
        part(0, "finished", 56.0, 0, 1),
        part(1, "finished", 51.0, 1, 2),
        part(2, "running", 60.0, 1, 2),
    )


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("waiting", {"pause", "stop"}),
        ("running", {"pause", "stop"}),
        ("paused", {"resume", "stop", "delete"}),
        ("stopping", {"stop_now"}),
        ("failed", {"retry", "delete"}),
        ("finished", {"serve", "delete"}),
    ],
)
def test_each_state_offers_what_it_can_take(qtbot, desk, state, buttons):
    page = open_page(qtbot, desk, state=state, model="g-1" if state == "finished" else None)
    assert visible(page.view) == buttons


def test_a_sweep_lists_its_trials_the_best_first(qtbot, desk):
    page = open_page(qtbot, desk)
    three_trials(qtbot, desk, page)
    panel = page.view.panel
    assert [row.number for row in panel.table.row_objects()] == [1, 0, 2]
    assert page.view.progress.words.text() == "2 of 6 trials · 1 running · best: Trial 1"
    assert panel.best.best.series.values.tolist() == [56.0, 51.0]
    assert panel.best.scores.series.values.tolist() == [56.0, 51.0]
    assert [axis.title for axis in panel.plot._axes] == ["Learning rate", "Global batch", "RMSE"]
    page.grab()


def test_the_best_trial_is_chosen_until_a_person_chooses_another(qtbot, desk):
    page = open_page(qtbot, desk)
    three_trials(qtbot, desk, page)
    panel = page.view.panel
    assert panel.chosen.number == 1 and panel.model.isEnabled()
    panel.plot.chosen.emit(0)
    assert panel.chosen.number == 0 and panel.table.selected()[0].number == 0
    assert not panel.model.isEnabled() and "best" in panel.model.toolTip()
    panel.table.select(2)
    assert panel.plot.lit == 2


def test_a_trial_becomes_the_recipe_of_a_new_run(qtbot, desk):
    recipe = train_job().spec
    desk.engine.answers["make_recipe"] = recipe
    page = open_page(qtbot, desk)
    three_trials(qtbot, desk, page)
    page.view.panel.recipe.click()
    assert desk.engine.was_asked("make_recipe") == [("g", 1)]
    assert desk.went == [("new_run", "spec")]
    assert desk.context.memory["spec new_run"] == recipe.model_dump(mode="json")


def test_a_trial_leads_to_its_model_its_report_and_its_run(qtbot, desk):
    page = open_page(qtbot, desk)
    three_trials(qtbot, desk, page)
    panel = page.view.panel
    panel.model.click()
    panel.report.click()
    panel.table.opened.emit(panel.table.row_objects()[0])
    assert desk.went == [("models", "g-1"), ("report", "g-1"), ("run", "g-1")]


def test_what_was_given_up_says_so(qtbot, desk):
    page = open_page(qtbot, desk)
    desk.put_job(part_job("g", 0, "stopped", part={"cut": "pruned"}))
    feed(qtbot, desk, page, part(0, "pruned", 90.0, None, 1), part(1, "budget", 70.0, None, 2))
    table = page.view.panel.table
    assert {table.proxy.index(row, 1).data() for row in range(2)} == {"given up", "out of time"}


def test_auto_says_its_score_beside_the_naive_one(qtbot, desk):
    page = open_page(qtbot, desk, "search")
    best = part(
        0,
        "finished",
        42.6,
        0,
        1,
        values={"model": {"name": "mlp", "hidden": [64, 64]}},
        metrics={"test": {"rmse": 56.8}},
    )
    summary = {
        "kind": "summary",
        "metric": "rmse",
        "best": 0,
        "metrics": {"test": {"rmse": 56.8, "baseline": NAIVE}},
    }
    feed(qtbot, desk, page, best, summary)
    numbers = page.view.progress
    assert [each.accessibleName() for each in (numbers.best, numbers.test, numbers.naive)] == [
        "best, validation 42.60 RMSE", "best, test 56.80 RMSE", "naive, test 77.00 RMSE",
    ]  # fmt: skip
    assert page.view.panel.plot._lines[0].texts[0] == "MLP 64, 64"


def test_folds_show_mean_and_deviation_and_a_curve_each(qtbot, desk):
    page = open_page(qtbot, desk, "folds")
    desk.put_job(part_job("g", 0, "finished", metrics={"test": {"rmse": 53.0, "baseline": NAIVE}}))
    feed(qtbot, desk, page, fold(0, 53.0, 1), fold(1, 54.0, 2))
    panel = page.view.panel
    said = texts(panel.means)
    assert {"54.00", "± 1.414", "naive 77.00"} <= set(said) and any("2 folds so far" in text for text in said)
    assert [line.series.values.tolist() for line in panel.curves.chart.lines] == [[60.0, 53.0], [60.0, 54.0]]
    boxes = {box.label: (box.values, box.reference) for box in panel.boxes._boxes}
    assert boxes["test"] == ((53.0, 55.0), 77.0)
    page.grab()


def test_a_fold_that_runs_has_its_curve_asked_for(qtbot, desk):
    page = open_page(qtbot, desk, "folds")
    job = desk.put_job(part_job("g", 0, "running"))
    desk.engine.answers["parts"] = [PartRow(number=0, job=job, metric="rmse", curve=((6, 61.0), (12, 58.0)))]
    feed(qtbot, desk, page, part(0, "running", of=5))
    with qtbot.waitSignal(page.view.state.changed, timeout=5000):
        page.view.state.ask_curves()
    assert page.view.panel.curves.chart.lines[0].series.values.tolist() == [61.0, 58.0]
    feed(qtbot, desk, page, fold(0, 53.0, 1))
    page.view.state.ask_curves()
    assert len(desk.engine.was_asked("parts")) == 1  # nothing runs any more


def test_stop_and_delete_ask_first(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.stop.click()
    page.view.findChild(Question).yes.click()
    assert desk.engine.was_asked("stop") == [("g", False)]
    desk.put_job(part_job("g", 0, "finished", model="g-0"))
    desk.put_model(tabular_card("g-0", group="g"))
    desk.put_job(group_job("g", "sweep", "finished"))
    page.view.delete.click()
    question = page.view.findChildren(Question)[-1]
    from PySide6.QtWidgets import QCheckBox

    question.findChild(QCheckBox).setChecked(True)
    question.yes.click()
    assert desk.engine.was_asked("delete_job") == [("g", True)]


def test_why_it_failed_is_said(qtbot, desk):
    page = open_page(qtbot, desk, state="failed", error=Problem(code="unexpected", params={}))
    assert not page.view.notice.isHidden() and page.view.notice.accessibleName()


def test_a_job_that_goes_on_is_followed_from_where_it_ended(qtbot, desk):
    page = open_page(qtbot, desk, state="stopped")
    feed(qtbot, desk, page, part(0, "finished", 56.0, 0, 1))
    desk.connection.followings[-1].end()
    desk.put_job(group_job("g", "sweep", "waiting"))
    assert desk.connection.followings[-1].path.endswith("offset=2")


def test_a_deleted_job_leaves_an_empty_page(qtbot, desk):
    page = open_page(qtbot, desk)
    desk.library.apply({"revision": 2, "noun": "job", "id": "g", "value": None})
    assert page.view is None and desk.connection.followings[0].closed
