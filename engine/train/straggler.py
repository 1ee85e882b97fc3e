"""Which rank the others wait for, and the likely reason. Decides from numbers; measures nothing.

A rank's own time is its step without the waiting for others: on a CPU what its thread ran, or could have run, for
strategies wait in the middle of a forward pass; on a GPU the step without the part that is waiting alone. It is a straggler when that is a good part longer than
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
    own: float | None = None  # seconds of a step in which it did not wait for others; None is unknown
    processor: float | None = None  # 0…1 of those, in which it had a processor; None on a GPU


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
        found = slowest(rows, symptoms)
        suspect = found[0].rank if found else None
        self._looks = self._looks + 1 if suspect == self._suspect else 1
        self._suspect = suspect
        if self._looks < LOOKS or suspect == self._told:
            return None
        before, self._told = self._told, suspect
        if found is None:
            return Verdict(before or 0, 0.0, "over")
        row, slower = found
        cause, params = _cause(row, rows, symptoms)
        return Verdict(row.rank, slower, cause, params)


def named(verdict: Verdict, stranger: Stranger | None) -> Verdict:
    """The verdict with the process that has the rest of the processor; unknown where none is busy."""
    if stranger is None:
        return replace(verdict, cause="unknown", params={})
    return replace(verdict, params={"name": stranger.name, "pid": stranger.pid})


def slowest(rows: Sequence[RankRow], symptoms: Mapping[int, Symptoms]) -> tuple[RankRow, float] | None:
    """The rank that is slower than the others' median by a noticeable share, and that share."""
    workers = [row for row in rows if row.role != "server" and row.step_seconds]
    if len(workers) < 2:
        return None
    own = {row.rank: _own_seconds(row, symptoms) for row in workers}
    worst = max(workers, key=lambda row: own[row.rank])
    usual = statistics.median(seconds for rank, seconds in own.items() if rank != worst.rank)
    slower = own[worst.rank] / usual - 1 if usual > 0 else 0.0
    return (worst, slower) if slower >= NOTICEABLE else None


def _own_seconds(row: RankRow, symptoms: Mapping[int, Symptoms]) -> float:
    own = symptoms.get(row.rank, Symptoms()).own
    return own if own is not None else (row.step_seconds or 0.0) - (row.parts.get("sync") or 0.0)


def _cause(
    row: RankRow, rows: Sequence[RankRow], all_symptoms: Mapping[int, Symptoms]
) -> tuple[str, dict[str, Any]]:
    symptoms = all_symptoms.get(row.rank, Symptoms())
    others = [other for other in rows if other is not row and other.role != "server"]
    usual = statistics.median(_own_seconds(other, all_symptoms) for other in others)
    gap = _own_seconds(row, all_symptoms) - usual
    late_data = (row.parts.get("data") or 0.0) - statistics.median(o.parts.get("data") or 0.0 for o in others)
    if late_data > _HALF * gap:
        return "slow_data", {"milliseconds": round(late_data * 1e3, 1)}
    if symptoms.throttled:
        return "hot_device", {"device": row.device, "temperature": symptoms.temperature}
    if symptoms.processor is not None and symptoms.processor < _LITTLE_PROCESSOR:
        return "other_process", {}
    return "unknown", {}
