"""What a group's own state asks of its parts: they pause, stop and go on with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.jobs.groups.part import Seen
from engine.schema.job import ACTIVE, ENDED, State

PAUSES = (State.PAUSING, State.PAUSED)
STOPS = (State.STOPPING, *ENDED)
_OPEN = (State.WAITING, State.STARTING, State.RUNNING, State.PAUSED, State.PAUSING)  # not yet told to stop


@dataclass(frozen=True)
class Cascade:
    """Parts to be paused, stopped, resumed or tried again; and the state the group has reached by it."""

    pause: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    retry: tuple[str, ...] = ()
    reached: State | None = None


def cascade(state: State, attempt: int, parts: Sequence[Seen]) -> Cascade:
    """The parts follow, however often this is asked: what is under way is not asked for twice."""
    if state in PAUSES:
        open = _in(parts, State.WAITING, State.STARTING, State.RUNNING)
        still = [part for part in parts if part.state in ACTIVE]
        return Cascade(pause=open, reached=State.PAUSED if not still and not open else None)
    if state in STOPS:
        open = _in(parts, *_OPEN)
        live = any(part.is_live for part in parts)
        return Cascade(stop=open, reached=None if live else State.STOPPED)
    broken = [part for part in parts if part.state in (State.STOPPED, State.FAILED) and not part.cut]
    begun = any(part.state in ACTIVE | ENDED for part in parts)
    return Cascade(
        stop=tuple(part.job for part in parts if part.cut and part.state in _OPEN),
        resume=tuple(part.job for part in parts if part.state == State.PAUSED and not part.cut),
        retry=tuple(part.job for part in broken if part.attempt < attempt),
        reached=State.RUNNING if begun else None,
    )


def _in(parts: Sequence[Seen], *states: State) -> tuple[str, ...]:
    return tuple(part.job for part in parts if part.state in states)
