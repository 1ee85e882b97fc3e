"""What becomes of a job when its processes have ended, by whatever way. Pure."""

from dataclasses import dataclass

from engine.schema.job import Exit, State
from engine.schema.problem import Problem

RESTARTS_WITHOUT_PROGRESS = 3
KILLED = ("agent_lost", "server_killed")  # by something outside: it is worth another start


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
