"""The list of runs: filter, sort, compare, order, delete."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, train_job

from gui.pages.runs.model import CREATED, LOSS, NAME
from gui.pages.runs.page import RunsPage
from gui.state.queue_moves import before_when_moved
from gui.widgets.ask import Question
from gui.widgets.cells import ID


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_job(
        train_job(
            "a", "finished", name="alpha", created=1.0, model="a", progress={"loss": 0.5, "spark": [3, 2, 1]}
        )
    )
    desk.put_job(
        train_job(
            "b", "running", name="beta", created=2.0, progress={"step": 3, "total_steps": 10, "loss": 0.1}
        )
    )
    desk.put_job(train_job("c", "waiting", name="gamma", created=3.0, position=1.0))
    desk.put_job(train_job("d", "waiting", name="delta", created=4.0, position=2.0))
    return desk


@pytest.fixture
def page(qtbot, desk):
    page = RunsPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    page.grab()
    return page


def ids(page):
    return [page.filter.index(row, 0).data(ID) for row in range(page.filter.rowCount())]


def choose(page, *wanted):
    page.table.clearSelection()
    for row, job_id in enumerate(ids(page)):
        if job_id in wanted:
            index = page.filter.index(row, 0)
            page.table.setCurrentIndex(index) if len(wanted) == 1 else None
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            page.table.selectionModel().select(index, flags)


def test_the_newest_run_stands_first(page):
    assert ids(page) == ["d", "c", "b", "a"]


def test_sorting_by_loss_puts_unknown_losses_last(page):
    page.table.sortByColumn(LOSS, Qt.SortOrder.AscendingOrder)
    assert ids(page)[:2] == ["b", "a"]


def test_the_filter_looks_at_words_and_states(page):
    page.search.setText("beta")
    assert ids(page) == ["b"]
    page.search.setText("tabular BETA")
    assert ids(page) == ["b"]
    page.search.setText("")
    page.states._buttons["finished"].click()
    assert ids(page) == ["a"]
    page.states._buttons["active"].click()
    assert ids(page) == ["d", "c", "b"]


def test_a_filter_outlives_the_page(qtbot, desk, page):
    page.search.setText("alpha")
    again = RunsPage(desk.context)
    qtbot.addWidget(again)
    assert ids(again) == ["a"]


def test_changes_come_and_go(desk, page):
    desk.put_job(train_job("e", name="epsilon", created=9.0))
    assert ids(page)[0] == "e"
    desk.put_job(train_job("e", name="renamed", created=9.0))
    assert page.filter.index(0, NAME).data() == "renamed"
    desk.library.apply({"revision": 3, "noun": "job", "id": "e", "value": None})
    assert ids(page) == ["d", "c", "b", "a"]


def test_enter_and_double_click_open_a_run(qtbot, desk, page):
    choose(page, "b")
    page._open_chosen()
    page.table.doubleClicked.emit(page.filter.index(3, 0))
    assert desk.went == [("run", "b"), ("run", "a")]


def test_two_runs_can_be_compared_one_cannot(desk, page):
    choose(page, "a")
    assert not page.compare.isEnabled()
    choose(page, "a", "b")
    page.compare.click()
    assert desk.went[-1][0] == "compare"
    assert set(desk.went[-1][1].split(",")) == {"a", "b"}


def test_a_live_run_cannot_be_deleted_and_a_finished_one_only_after_a_question(desk, page):
    choose(page, "b")
    assert not page.delete.isEnabled()
    choose(page, "a")
    page.delete.click()
    assert not desk.engine.was_asked("delete_job")
    page.findChild(Question).yes.click()
    assert desk.engine.was_asked("delete_job") == [("a", False)]


def test_a_waiting_run_moves_up_and_down(desk, page):
    choose(page, "d")
    assert not page.down.isEnabled()
    page.up.click()
    assert desk.engine.was_asked("move") == [("d", "c")]
    choose(page, "c")
    page.down.click()
    assert desk.engine.was_asked("move")[-1] == ("c", None)


@pytest.mark.parametrize(
    ("job", "down", "place"),
    [
        ("a", True, (True, "c")),
        ("b", True, (True, None)),
        ("c", True, (False, None)),
        ("b", False, (True, "a")),
        ("a", False, (False, None)),
        ("x", True, (False, None)),
    ],
)
def test_one_place_in_the_queue(job, down, place):
    assert before_when_moved(["a", "b", "c"], job, down) == place


def test_the_menu_offers_what_the_state_allows(page):
    choose(page, "b")
    words = [action.text() for action in page.menu().actions()]
    assert {"Open", "Pause", "Stop", "Checkpoint now"} <= set(words)
    assert "Resume" not in words


def test_an_empty_list_offers_the_first_run(qtbot):
    desk = Desk()
    page = RunsPage(desk.context)
    qtbot.addWidget(page)
    page.show()
    page.empty.button.click()
    assert desk.went == [("new_run", None)]


def test_a_long_list_is_shown_at_once(qtbot):
    import time

    desk = Desk()
    for number in range(500):
        desk.library.jobs[f"r{number}"] = train_job(f"r{number}", "finished", created=float(number))
    begun = time.process_time()
    page = RunsPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.grab()
    assert time.process_time() - begun < 2.0
    assert page.filter.index(0, CREATED).data(ID) == "r499"
