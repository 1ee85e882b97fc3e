"""Several runs in one chart."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from run_events import RunScript
from window_context import Desk, group_job, refused, tabular_card, train_job

from engine.schema.report import Difference, Score
from gui.pages.compare.page import ComparePage
from gui.state.compare import differing_settings, final_scores, is_proof, largest_difference
from gui.widgets.chart_data import Series


def job(id, epochs, **values):
    return train_job(id, "finished", name=f"run {id}", spec={"training": {"epochs": epochs}}, **values)


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    for number, name in enumerate("abc"):
        desk.put_job(job(name, 10 + number, metrics={"test": {"loss": 0.5 + number, "confusion": [[1]]}}))
    return desk


@pytest.fixture
def page(qtbot, desk):
    page = ComparePage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown("a,b")
    page.show()
    return page


def test_each_run_is_a_curve_of_its_own(qtbot, desk, page):
    for following in desk.connection.followings:
        following.feed(RunScript(100).start().steps(1, 100).events)
    qtbot.waitUntil(lambda: all(len(line.series) == 100 for line in page.panel.chart.lines), timeout=5000)
    assert [line.label for line in page.panel.chart.lines] == ["run a", "run b"]


def test_another_curve_can_be_chosen(page):
    page.curve._buttons["validation_loss"].click()
    assert page.panel.chart.lines[0].series is page.state.runs["a"].record.series["validation_loss"]


def test_the_table_says_what_differs_and_how_it_ended(page):
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert {"training.epochs", "10", "11", "0.500", "1.500"} <= set(texts)
    assert "data.source" not in texts


def test_another_choice_lets_go_of_the_first(desk, page):
    page.shown("b,c")
    assert [following.closed for following in desk.connection.followings] == [True, True, False, False]


def test_one_run_asks_for_others(qtbot, desk):
    page = ComparePage(desk.context)
    qtbot.addWidget(page)
    page.shown("a")
    dialog = page.ask_runs()
    assert not dialog.compare.isEnabled()
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.list.item(2).setCheckState(Qt.CheckState.Checked)
    dialog.compare.click()
    assert desk.went[-1][0] == "compare"


def test_equal_specs_differ_in_nothing():
    assert differing_settings([job("a", 1), job("b", 1)]) == []
    assert final_scores([job("a", 1)], ["loss"]) == []


def trial(id, strategy, devices, **values):
    spec = {"strategy": {"name": strategy, "devices": ["cpu"] * devices}}
    return train_job(id, values.pop("state", "running"), name=f"run {id}", trial=True, spec=spec, **values)


@pytest.fixture
def proof(qtbot, desk):
    desk.put_job(trial("p", "ddp", 2))
    desk.put_job(trial("q", "single", 1))
    page = ComparePage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown("p,q")
    page.show()
    return page


def take_steps(qtbot, desk, page, off=0.0):
    """Both take twenty steps; the first one's losses are ``off`` by a factor."""
    scripts = [RunScript(20).start().steps(1, 20) for _ in range(2)]
    for event in scripts[0].events:
        if event["kind"] == "metrics":
            event["values"]["loss"] = [loss * (1 + off) for loss in event["values"]["loss"]]
    for following, script in zip(desk.connection.followings[-2:], scripts, strict=True):
        following.feed(script.events)
    qtbot.waitUntil(lambda: all(len(line.series) == 20 for line in page.panel.chart.lines), timeout=5000)
    qtbot.waitUntil(
        lambda: "step" in page.verdict.accessibleName() and "differ" in page.verdict.accessibleName()
    )


def test_a_proof_says_that_both_took_the_same_steps(qtbot, desk, proof):
    assert "same 20 steps" in proof.verdict.accessibleName()
    take_steps(qtbot, desk, proof, off=1e-7)
    said = proof.verdict.accessibleName()
    assert said.startswith("Replicate trains the same model as one device.") and "1.0e-07" in said
    assert proof.verdict.property("level") == "good"


def test_a_proof_that_fails_says_by_how_much(qtbot, desk, proof):
    take_steps(qtbot, desk, proof, off=0.02)
    assert "does not train the same model" in proof.verdict.accessibleName()
    assert proof.verdict.property("level") == "warning"


def test_a_proof_whose_run_failed_is_no_verdict(desk, proof):
    desk.put_job(trial("q", "single", 1, state="failed"))
    assert proof.verdict.accessibleName().startswith("Nothing could be compared.")


def test_other_comparisons_are_no_proof(desk, page):
    assert page.verdict.isHidden()
    assert not is_proof([trial("a", "ddp", 2)])
    assert is_proof([trial("a", "ddp", 2), trial("b", "single", 1)])


def test_the_largest_difference_is_over_the_steps_that_both_have():
    one, other = Series(), Series()
    one.extend([1, 2, 3, 4], [0, 1, 2, 3], [4.0, 2.0, float("nan"), 9.0])
    other.extend([2, 3], [1, 2], [1.0, 1.0])
    assert largest_difference(one, other) == (1.0, 2)
    assert largest_difference(one, Series()) is None


@pytest.mark.parametrize("curve", ["loss", "validation_loss", "throughput", "gradient_norm", "learning_rate"])
def test_every_curve_can_be_drawn(page, curve):
    page.curve._buttons[curve].click()
    assert page.panel.chart.lines[0].series is page.state.runs["a"].record.series[curve]


def told(p_value, first=58.41, second=60.05, **values):
    base = {"first": "a", "second": "b", "rows": 44, "metric": "rmse", "same_rows": True, "p_value": p_value}
    scores = (Score(value=first), Score(value=second))
    difference = Score(value=first - second, low=-8.027, high=2.933)
    return Difference(**{**base, "scores": scores, "difference": difference, **values})


def open_finished(qtbot, desk, ids="a,b"):
    for name in "ab":
        desk.put_job(job(name, 10, model=name))
        desk.put_model(tabular_card(name))
    page = ComparePage(desk.context)
    qtbot.addWidget(page)
    page.shown(ids)
    return page


@pytest.mark.parametrize(
    ("difference", "said", "level"),
    [
        (told(0.69), "not more than luck explains, p = 0.69", "info"),
        (told(0.002), "“run a” is better than “run b”, and that is unlikely to be luck, p = 0.002", "good"),
        (
            told(1e-6, 70.0),
            "“run b” is better than “run a”, and that is unlikely to be luck, p < 0.001",
            "good",
        ),
        (told(None), "cannot be told from these rows", "info"),
        (told(0.69, same_rows=False), "the rows that only one of them held out do not count", "info"),
        (told(0.69), "RMSE 58.41 and 60.05 on the 44 test rows", "info"),
        (told(0.69), "Difference −1.640, in 95 of 100 such test sets between −8.027 and +2.933", "info"),
    ],
)
def test_two_models_are_held_against_each_other_on_the_same_rows(qtbot, desk, difference, said, level):
    desk.engine.answers["difference"] = difference
    page = open_finished(qtbot, desk)
    assert desk.engine.was_asked("difference") == [("a", "b")]
    assert said in page.difference.accessibleName()
    assert page.difference.property("level") == level


def test_models_that_cannot_be_compared_say_why(qtbot, desk):
    desk.engine.answers["difference"] = refused("models_not_comparable", id="run a", other="run b")
    page = open_finished(qtbot, desk)
    assert "cannot be compared" in page.difference.accessibleName()


def test_three_runs_are_not_asked_for_a_difference(qtbot, desk):
    open_finished(qtbot, desk, "a,b,c")
    assert desk.engine.was_asked("difference") == []


def test_jobs_made_of_runs_are_not_among_the_choices(desk, page):
    desk.put_job(group_job("g", "folds"))
    dialog = page.ask_runs()
    assert [dialog.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(dialog.list.count())] == [
        *"abc"
    ]
