"""Which rank the others wait for, and the likely reason. Decides from numbers; measures nothing.

A rank's own time is its step without the waiting for others. It is a straggler when that is a good part longer than
the others' for several looks in a row: one slow lot is an accident.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.schema.event import RankRow
from engine.train.strangers import Stranger

NOTICEABLE = 0.10  # share by which a rank must be slower
LOOKS = 3  # in a row
_HALF = 0.5  # of the gap, that one cause must explain
_LITTLE_PROCESSOR = 0.85  # share of the processor below which somebody else has the rest


@dataclass(frozen=True)
class Symptoms:
    """What a slow rank's device says."""

    throttled: bool = False
    temperature: float | None = None  # °C
    processor: float | None = None  # seconds of processor time for each second it did not wait; None on a GPU


@dataclass(frozen=True)
class Verdict:
    """The rank, by what share it is slower, and the cause as a code with parameters."""

    rank: int
    slower: float
    cause: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Watch:
    """Takes a look at the ranks' table now and then."""

    def __init__(self) -> None:
        self._suspect: int | None = None
        self._told: int | None = None
        self._looks = 0

    @property
    def suspects(self) -> bool:
        """Whether a rank was slowest at the last look."""
        return self._suspect is not None

    def look(self, rows: Sequence[RankRow], symptoms: Mapping[int, Symptoms]) -> Verdict | None:
        """A verdict when the same rank was slowest by far for ``LOOKS`` looks, once as long as that lasts.

        When nobody is any more, a verdict with the cause ``over``.
        """
        found = slowest(rows)
        suspect = found[0].rank if found else None
        self._looks = self._looks + 1 if suspect == self._suspect else 1
        self._suspect = suspect
        if self._looks < LOOKS or suspect == self._told:
            return None
        before, self._told = self._told, suspect
        if found is None:
            return Verdict(before or 0, 0.0, "over")
        row, slower = found
        cause, params = _cause(row, rows, symptoms.get(row.rank, Symptoms()))
        return Verdict(row.rank, slower, cause, params)


def named(verdict: Verdict, stranger: Stranger | None) -> Verdict:
    """The verdict with the process that has the rest of the processor; unknown where none is busy."""
    if stranger is None:
        return replace(verdict, cause="unknown", params={})
    return replace(verdict, params={"name": stranger.name, "pid": stranger.pid})


def slowest(rows: Sequence[RankRow]) -> tuple[RankRow, float] | None:
    """The rank that is slower than the others' median by a noticeable share, and that share."""
    workers = [row for row in rows if row.role != "server" and row.step_seconds]
    if len(workers) < 2:
        return None
    worst = max(workers, key=_own_seconds)
    usual = statistics.median(_own_seconds(row) for row in workers if row is not worst)
    slower = _own_seconds(worst) / usual - 1 if usual > 0 else 0.0
    return (worst, slower) if slower >= NOTICEABLE else None


def _own_seconds(row: RankRow) -> float:
    return (row.step_seconds or 0.0) - (row.parts.get("sync") or 0.0)


def _cause(row: RankRow, rows: Sequence[RankRow], symptoms: Symptoms) -> tuple[str, dict[str, Any]]:
    others = [other for other in rows if other is not row and other.role != "server"]
    gap = _own_seconds(row) - statistics.median(map(_own_seconds, others))
    late_data = (row.parts.get("data") or 0.0) - statistics.median(o.parts.get("data") or 0.0 for o in others)
    if late_data > _HALF * gap:
        return "slow_data", {"milliseconds": round(late_data * 1e3, 1)}
    if symptoms.throttled:
        return "hot_device", {"device": row.device, "temperature": symptoms.temperature}
    if symptoms.processor is not None and symptoms.processor < _LITTLE_PROCESSOR:
        return "other_process", {}
    return "unknown", {}
