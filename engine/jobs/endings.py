"""What becomes of a job when its processes have ended, by whatever way. Pure."""

from dataclasses import dataclass

from engine.schema.job import Exit, State
from engine.schema.problem import Problem

RESTARTS_WITHOUT_PROGRESS = 3
KILLED = ("agent_lost", "server_killed")  # by something outside: it is worth another start
WORDLESS = (*KILLED, "worker_failed", "killed_out_of_memory", "unexpected")  # said by others about what died
UNREADY_STARTS = 5  # of an endpoint in a row, after which another one would end alike


@dataclass(frozen=True)
class Next:
    """The state a job goes to, with the reason when it failed."""

    state: State
    error: Problem | None = None
    lost: bool = False  # it goes on from its checkpoint, which counts against the budget


def after_exit(state: State, exit: Exit, losses: int) -> Next:
    """Its shim has said how it ended."""
    if exit.outcome == "finished":
        return Next(State.FINISHED)
    if exit.outcome in ("paused", "stopped"):
        return after_loss(state, losses)  # asked for, or by a signal from outside: then it goes on
    if exit.error is not None and exit.error.code in KILLED:
        return after_loss(state, losses, exit.error)
    return Next(State.FAILED, exit.error or Problem(code="worker_failed", params={"code": exit.code}))


def after_loss(state: State, losses: int, killed: Problem | None = None) -> Next:
    """Its processes are gone without a failure of their own."""
    if state == State.PAUSING:
        return Next(State.PAUSED)
    if state == State.STOPPING:
        return Next(State.STOPPED)
    if losses >= RESTARTS_WITHOUT_PROGRESS:
        return Next(State.FAILED, killed or Problem(code="lost_too_often", params={"times": losses}))
    return Next(State.WAITING, lost=True)


def after_server(state: State, exit: Exit | None, unready: int, was_ever_ready: bool) -> Next:
    """An endpoint's processes are gone; None where nobody said how. It is started again whatever ended it.

    ``unready`` counts its starts in a row, this one included, that ended before they were ready. What is told in the
    server's own words at the very first start (a damaged model, a port that is taken) is the person's to mend.
    """
    if state == State.STOPPING:
        return Next(State.STOPPED)
    error = exit.error if exit else None
    if error is not None and error.code not in WORDLESS and not was_ever_ready:
        return Next(State.FAILED, error)
    if unready >= UNREADY_STARTS:
        return Next(State.FAILED, error or Problem(code="never_became_ready", params={"times": unready}))
    return Next(State.WAITING, error, lost=True)
