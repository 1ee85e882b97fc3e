"""When a failed group of ranks is started again."""

import json

import pytest

from engine.schema.problem import Problem
from engine.system.paths import RunFiles
from engine.worker.budget import LARGEST, Budget
from engine.worker.error_file import write_error


@pytest.fixture
def files(tmp_path):
    return RunFiles(tmp_path)


def fail(files, code="rank_killed", trace="", step=0, at=None):
    if step:
        with files.events.open("a") as log:
            log.write(
                json.dumps({"kind": "metrics", "first_step": 1, "values": {"loss": [0.1] * step}}) + "\n"
            )
    write_error(files, 1, 0, Problem(code=code), trace, step=at)


def test_a_lost_rank_is_worth_a_restart_but_not_for_ever(files):
    budget = Budget(files)
    fail(files)
    assert [budget.allows_restart() for _ in range(LARGEST + 1)] == [True] * LARGEST + [False]


def test_progress_fills_the_budget_up_again(files):
    budget = Budget(files)
    for step in range(1, 10):
        fail(files, step=step)
        assert budget.allows_restart()


def test_the_same_error_at_the_same_step_is_no_accident(files):
    budget = Budget(files)
    fail(files, "rank_failed", "Traceback …", at=3)
    assert budget.allows_restart()
    fail(files, "rank_failed", "Traceback …", at=4)
    assert budget.allows_restart()
    fail(files, "rank_failed", "Traceback …", at=4)
    assert not budget.allows_restart()


@pytest.mark.parametrize("code", ["loss_not_finite", "no_features", "disk_full", "out_of_memory"])
def test_what_a_person_must_mend_is_not_tried_again(files, code):
    fail(files, code)
    assert not Budget(files).allows_restart()
