"""What becomes of a job when its processes have ended."""

import pytest

from engine.jobs.endings import UNREADY_STARTS, after_exit, after_loss, after_server
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


KILLED, SAID = Problem(code="server_killed"), Problem(code="port_taken")


@pytest.mark.parametrize("state", [State.STARTING, State.RUNNING, State.STOPPING])
@pytest.mark.parametrize("exit", [_exit("finished"), _exit("stopped"), _exit("failed", SAID), None])
@pytest.mark.parametrize("unready", [0, UNREADY_STARTS])
@pytest.mark.parametrize("ever", [True, False])
def test_every_ending_of_an_endpoint_leads_to_an_allowed_state(state, exit, unready, ever):
    assert after_server(state, exit, unready, ever).state in MOVES[state]


def test_an_endpoint_goes_on_after_whatever_ended_it_once_it_has_been_ready():
    for exit in (_exit("failed", KILLED), _exit("failed", SAID), _exit("stopped"), None):
        next = after_server(State.RUNNING, exit, 0, True)
        assert (next.state, next.lost) == (State.WAITING, True)
        assert next.error == (exit.error if exit else None)


def test_what_a_server_says_at_its_first_start_is_the_persons_to_mend():
    assert after_server(State.STARTING, _exit("failed", SAID), 1, False).state == State.FAILED
    assert after_server(State.STARTING, _exit("failed", KILLED), 1, False).state == State.WAITING


def test_an_endpoint_that_never_becomes_ready_is_given_up_with_its_last_problem():
    nexts = [after_server(State.STARTING, _exit("failed", KILLED), count, True) for count in range(1, 6)]
    assert [next.state for next in nexts] == [State.WAITING] * 4 + [State.FAILED]
    assert nexts[-1].error == KILLED
    assert after_server(State.STARTING, None, 5, True).error.code == "never_became_ready"


def test_an_endpoint_that_was_told_to_stop_stays_stopped():
    for exit in (_exit("failed", SAID), _exit("stopped"), None):
        assert after_server(State.STOPPING, exit, 0, True).state == State.STOPPED
