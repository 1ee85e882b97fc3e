"""Several runs in one chart."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from run_events import RunScript
from window_context import Desk, train_job

from gui.pages.compare.page import ComparePage
from gui.state.compare import differing_settings, final_scores


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
