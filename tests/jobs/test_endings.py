"""What becomes of a job when its processes have ended."""

import pytest

from engine.jobs.endings import after_exit, after_loss
from engine.schema.job import ACTIVE, MOVES, Exit, State
from engine.schema.problem import Problem

LOST = Problem(code="agent_lost")
RAISED = Problem(code="rank_failed")


def _exit(outcome: str, error: Problem | None = None) -> Exit:
    return Exit(attempt=1, outcome=outcome, code=0, ended=1.0, error=error)


@pytest.mark.parametrize("state", sorted(ACTIVE))
@pytest.mark.parametrize("losses", [0, 3])
@pytest.mark.parametrize(
    "exit",
    [
        _exit("finished"),
        _exit("paused"),
        _exit("stopped"),
        _exit("failed", LOST),
        _exit("failed", RAISED),
        None,
    ],
)
def test_every_ending_leads_to_an_allowed_state(state: State, losses: int, exit: Exit | None):
    next = after_exit(state, exit, losses) if exit else after_loss(state, losses)
    assert next.state in MOVES[state]


def test_an_order_to_stop_is_kept_even_when_the_processes_were_lost():
    assert after_loss(State.STOPPING, 0).state == State.STOPPED
    assert after_loss(State.PAUSING, 0).state == State.PAUSED


def test_a_run_stopped_from_outside_goes_on_later():
    assert after_exit(State.RUNNING, _exit("stopped"), 0).state == State.WAITING


def test_an_error_of_its_own_ends_a_run():
    next = after_exit(State.RUNNING, _exit("failed", RAISED), 0)
    assert (next.state, next.error) == (State.FAILED, RAISED)


def test_the_budget_of_losses_is_three():
    assert [after_loss(State.RUNNING, losses).state for losses in range(5)] == [
        *[State.WAITING] * 3,
        *[State.FAILED] * 2,
    ]
