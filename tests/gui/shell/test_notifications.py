"""What a person is told of runs that end."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, group_job, part_job, train_job

from gui.notifications import Notifications


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.context.settings.values["notifications"] = True
    window = QMainWindow()
    qtbot.addWidget(window)
    desk.notifications = Notifications(window, desk.context)
    return desk


def move(desk, make, *states):
    for state in states:
        desk.put_job(make(state))


def test_a_run_that_ends_is_told_once(desk):
    move(desk, lambda state: train_job(state=state), "running", "finished")
    assert [text for text, _ in desk.told] == ["Run “diabetes” has finished"]


def test_of_a_job_made_of_runs_its_own_end_is_told_and_none_of_its_parts(desk):
    move(desk, lambda state: group_job("g", "sweep", state), "running")
    for number in range(3):
        move(desk, lambda state, number=number: part_job("g", number, state), "running", "finished")
    assert desk.told == []
    move(desk, lambda state: group_job("g", "sweep", state), "finished")
    assert desk.told == [("Sweep “age sweep”: all runs have ended", "good")]
