"""What the events of a job made of runs add up to: its parts, and the best of them so far. No Qt, no network.

Events are plain dicts as read from the stream; what is unknown or malformed is passed over.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Event = dict[str, Any]

ENDED = frozenset({"finished", "failed", "stopped", "pruned", "budget"})


@dataclass(frozen=True)
class PartRecord:
    """One run of the job, by what was last told of it. ``score`` is on the validation rows."""

    number: int
    job: str
    state: str
    values: dict[str, Any] = field(default_factory=dict)  # the settings that are its own, by path
    round: int = 0
    devices: tuple[str, ...] = ()
    score: float | None = None
    metrics: dict[str, dict[str, float | None]] = field(default_factory=dict)  # by split
    curve: tuple[tuple[int, float | None], ...] = ()  # step and score
    seconds: float | None = None

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED


class GroupRecord:
    """Everything known of the job from its events so far."""

    def __init__(self) -> None:
        self.parts: dict[int, PartRecord] = {}
        self.ended_in_order: list[int] = []  # numbers of the parts that have ended
        self.best: int | None = None
        self.best_so_far: list[float | None] = []  # score of the best, after each of those that ended
        self.done = 0
        self.of: int | None = None
        self.elapsed = 0.0
        self.summary: Event | None = None
        self.refused = 0  # events that could not be read

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Take in events in order; returns which parts changed: parts, ended."""
        changed = set()
        for event in events:
            try:
                changed.add(self._apply(event))
            except (KeyError, TypeError, ValueError, AttributeError):
                self.refused += 1
        changed.discard("")
        return changed

    @property
    def running(self) -> int:
        """Parts that have processes now."""
        return sum(
            part.state in ("starting", "running", "pausing", "stopping") for part in self.parts.values()
        )

    @property
    def best_part(self) -> PartRecord | None:
        return self.parts.get(self.best) if self.best is not None else None

    def spread(self, split: str, name: str) -> tuple[float, float | None] | None:
        """Mean and sample standard deviation of a score over the parts that have finished."""
        values = self.scores(split, name)
        if not values:
            return None
        return statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else None

    def scores(self, split: str, name: str) -> list[float]:
        """A score of each part that has finished and has it, by number."""
        finished = (part for _, part in sorted(self.parts.items()) if part.state == "finished")
        told = (part.metrics.get(split, {}).get(name) for part in finished)
        return [float(value) for value in told if isinstance(value, int | float)]

    def _apply(self, event: Event) -> str:
        self.elapsed = float(event.get("elapsed") or self.elapsed)
        match event.get("kind"):
            case "started":
                self.of, self.summary = event.get("total_steps"), None
                return "parts"
            case "part":
                return self._part(event)
            case "summary":
                self.summary = event
                self.best = event.get("best")
                return "ended"
        return ""

    def _part(self, event: Event) -> str:
        part = PartRecord(
            number=int(event["part"]),
            job=str(event["job"]),
            state=str(event["state"]),
            values=dict(event.get("values") or {}),
            round=int(event.get("round") or 0),
            devices=tuple(event.get("devices") or ()),
            score=_number(event.get("score")),
            metrics=dict(event.get("metrics") or {}),
            curve=tuple((int(step), _number(value)) for step, value in event.get("curve") or ()),
            seconds=_number(event.get("seconds")),
        )
        self.parts[part.number] = part
        self.best, self.done, self.of = event.get("best"), int(event.get("done") or 0), event.get("of")
        self._forget(part.number)  # one that is tried again ends again
        if part.is_ended:
            best = self.best_part
            self.ended_in_order.append(part.number)
            self.best_so_far.append(best.score if best else None)
        return "parts"

    def _forget(self, number: int) -> None:
        if number in self.ended_in_order:
            place = self.ended_in_order.index(number)
            del self.ended_in_order[place], self.best_so_far[place]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
