"""The list of runs: filter, sort, compare, order, delete."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, group_job, part_job, tabular_card, train_job

from gui.pages.runs.model import CREATED, NAME, PROGRESS, SCORE, TIME
from gui.pages.runs.page import RunsPage
from gui.state.queue_moves import before_when_moved
from gui.widgets.ask import Question
from gui.widgets.cells import ID


def judged(value, metric="loss"):
    return {"metric": metric, "value": value, "step": 1}


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_job(
        train_job(
            "a",
            "finished",
            name="alpha",
            created=1.0,
            model="a",
            progress={"loss": 0.5, "spark": [3, 2, 1], "best": judged(0.5)},
        )
    )
    desk.put_job(
        train_job(
            "b",
            "running",
            name="beta",
            created=2.0,
            progress={"step": 3, "total_steps": 10, "best": judged(0.1)},
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


def test_sorting_by_score_puts_the_best_first_and_the_unknown_last(page):
    page.table.sortByColumn(SCORE, Qt.SortOrder.AscendingOrder)
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


def parts_of(page, group):
    """The names of the rows beneath a job, as they stand."""
    above = page.filter.index(ids(page).index(group), 0)
    return [page.filter.index(row, NAME, above).data() for row in range(page.filter.rowCount(above))]


def put_group(desk, kind, values, state="running", **more):
    """A job of this kind, and a finished part for each score on the validation rows."""
    desk.put_job(group_job("g", kind, state, created=9.0, **more))
    for number, value in enumerate(values):
        desk.put_job(part_job("g", number, "finished", metrics={"validation": {"rmse": value}}))


def test_parts_are_folded_beneath_their_job(desk, page):
    put_group(desk, "sweep", [56.0, 51.0], progress={"step": 2, "total_steps": 6})
    assert ids(page)[0] == "g" and len(ids(page)) == 5
    assert sorted(parts_of(page, "g")) == ["Trial 0", "Trial 1"]
    row = [page.filter.index(0, column).data() for column in (NAME, PROGRESS, SCORE, TIME)]
    assert row == ["age sweep", "2 of 6 trials", "RMSE 51.00", "2 of 6 trials"]
    desk.library.apply({"revision": 3, "noun": "job", "id": "g-0", "value": None})
    assert parts_of(page, "g") == ["Trial 1"]


def test_a_part_that_comes_before_its_job_waits_for_it(desk, page):
    desk.put_job(part_job("g", 0, "finished"))
    assert ids(page) == ["d", "c", "b", "a"]
    desk.put_job(group_job("g", "sweep", created=9.0))
    assert parts_of(page, "g") == ["Trial 0"]


def test_folds_show_their_mean_and_deviation(desk, page):
    told = {"test": {"rmse": {"mean": 54.31, "sd": 1.2, "values": [53.0, 55.0]}}}
    put_group(desk, "folds", [53.0, 55.0], "finished", metrics=told)
    assert page.filter.index(0, SCORE).data() == "RMSE 54.31 ± 1.200"
    assert parts_of(page, "g")[0] == "Fold 1"


def test_a_filter_takes_a_job_with_all_its_parts_or_not_at_all(desk, page):
    put_group(desk, "sweep", [56.0, 51.0], "finished")
    page.search.setText("sweep")
    assert ids(page) == ["g"] and len(parts_of(page, "g")) == 2
    page.states._buttons["active"].click()
    assert ids(page) == []


def test_a_job_made_of_runs_opens_its_own_page_and_is_not_compared(desk, page):
    put_group(desk, "sweep", [56.0])
    choose(page, "g")
    page._open_chosen()
    assert desk.went == [("group", "g")]
    choose(page, "g", "a")
    assert not page.compare.isEnabled()
    words = [action.text() for action in page.menu().actions()]
    assert "Compare" not in words


def test_deleting_a_group_asks_for_the_models_of_its_parts(desk, page):
    put_group(desk, "folds", [53.0], "finished")
    desk.put_model(tabular_card("g-0", group="g"))
    desk.put_job(part_job("g", 0, "finished", model="g-0"))
    choose(page, "g")
    page.delete.click()
    from PySide6.QtWidgets import QCheckBox

    page.findChild(Question).findChild(QCheckBox).setChecked(True)
    page.findChild(Question).yes.click()
    assert desk.engine.was_asked("delete_job") == [("g", True)]


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


def test_a_sweep_of_hundreds_of_trials_opens_at_once(qtbot):
    import time

    desk = Desk()
    desk.library.jobs["g"] = group_job("g", "sweep")
    for number in range(300):
        desk.library.jobs[f"g-{number}"] = part_job("g", number, "finished")
    page = RunsPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    page.grab()
    begun = time.process_time()
    page.table.expand(page.filter.index(0, 0))
    page.grab()
    desk.put_job(part_job("g", 7, "failed"))
    page.grab()
    assert time.process_time() - begun < 1.0
    assert len(parts_of(page, "g")) == 300
