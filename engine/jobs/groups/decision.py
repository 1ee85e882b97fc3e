"""What a group wants done next, as a value; and what its kinds have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from engine.jobs.groups.part import Seen, better_of
from engine.schema.job import State
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

HOPELESS = 3  # parts that failed before any other ended, after which no more are tried


@dataclass(frozen=True)
class Ask:
    """Submit this run as a part."""

    number: int
    spec: TrainSpec
    values: dict[str, Any] = field(default_factory=dict)
    round: int = 0


@dataclass(frozen=True)
class Cut:
    """End this part before its time."""

    job: str
    why: Literal["pruned", "budget"]


@dataclass(frozen=True)
class Close:
    """The group is over."""

    state: State
    error: Problem | None = None


@dataclass(frozen=True)
class Decision:
    """Everything to be done now; empty means: wait."""

    asks: tuple[Ask, ...] = ()
    cuts: tuple[Cut, ...] = ()
    drops: tuple[str, ...] = ()  # parts whose model and checkpoints have lost
    close: Close | None = None


class Group(Protocol):
    """One kind of job made of runs."""

    metric: str
    takes_best: bool  # the parts' models are of their best evaluation

    @property
    def count(self) -> int | None:
        """Parts in all, where that is known."""

    def decide(self, parts: Sequence[Seen], room: int, elapsed: float) -> Decision:
        """What to do now. ``room`` is how many more parts may wait or run, ``elapsed`` the seconds used so far."""

    def best(self, parts: Sequence[Seen]) -> Seen | None:
        """The part that is taken, if the group ended now."""

    def metrics(self, parts: Sequence[Seen]) -> dict[str, dict[str, Any]]:
        """The group's own scores, from its parts'."""


def best_of(metric: str, parts: Sequence[Seen]) -> Seen | None:
    """The finished part with the best score; of equals the first."""
    done = [part for part in parts if part.is_finished and part.score is not None]
    if not done:
        return None
    score = better_of(metric, [part.score for part in done if part.score is not None])
    return min((part for part in done if part.score == score), key=lambda part: part.number)


def hopeless(parts: Sequence[Seen]) -> Close | None:
    """The end of a group whose first parts all failed: the others would, too."""
    failed = [part for part in parts if part.state == State.FAILED]
    others = any(part.is_finished or part.cut for part in parts)
    if len(failed) < HOPELESS or others or any(part.is_live for part in parts):
        return None
    return Close(State.FAILED, failed[0].error)


def nothing_finished(parts: Sequence[Seen]) -> Close:
    """The end of a group without a single result, with the first part's reason where it has one."""
    errors = [part.error for part in parts if part.error is not None]
    return Close(State.FAILED, errors[0] if errors else Problem(code="group_without_result"))


def losers(metric: str, parts: Sequence[Seen]) -> tuple[str, ...]:
    """Ended parts whose model nobody will ask for: all but the best, and what the engine cut short."""
    best = best_of(metric, parts)
    finished = [part for part in parts if part.is_finished and best is not None and part is not best]
    cut = [part for part in parts if part.cut and part.state == State.STOPPED]
    return tuple(part.job for part in (*finished, *cut))
