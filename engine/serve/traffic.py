"""How many requests of one name came and how long they took, second by second.

The last two minutes are kept in memory, for whoever looks: as events they would fill a disk in months of traffic.
"""

from collections import deque
from typing import Any

from engine.schema.serve import TrafficSecond

NOBODY = 499  # a status that is only counted: the client has gone
_KEPT = 10_000  # latencies of one second that are looked at
_SECONDS = 120  # that are kept


class Traffic:
    """Counts since the start, and within the second that ``end_second`` ends; used by the event loop alone."""

    def __init__(self) -> None:
        self.total = 0
        self.failed = 0  # for reasons that are not the client's
        self.refused = 0  # for reasons that are
        self.prompt_tokens = 0
        self.written_tokens = 0
        self._before = (0, 0, 0, 0, 0)  # the counts when the last second ended
        self._seconds: list[float] = []
        self._first_seconds: list[float] = []
        self.seconds: deque[TrafficSecond] = deque(maxlen=_SECONDS)  # those in which something happened

    def count(self, seconds: float, status: int) -> None:
        """A request has ended with this status of HTTP."""
        self.total += 1
        if status >= 500:
            self.failed += 1
        elif status >= 400 and status != NOBODY:  # who stops a text in the middle was refused nothing
            self.refused += 1
        if len(self._seconds) < _KEPT:
            self._seconds.append(seconds)

    def first(self, seconds: float) -> None:
        """A stream has had its first token after so many seconds."""
        if len(self._first_seconds) < _KEPT:
            self._first_seconds.append(seconds)

    def tokens(self, prompt: int, written: int) -> None:
        self.prompt_tokens += prompt
        self.written_tokens += written

    def end_second(self, name: str, now: float, waiting: int, memory: int | None) -> None:
        """Keep what happened since the last call; a quiet second is not worth a place."""
        happened = self._take()
        if happened["requests"] or happened["tokens"] or waiting:
            told = TrafficSecond(name=name, time=now, waiting=waiting, memory=memory, **happened)
            self.seconds.append(told)

    def _take(self) -> dict[str, Any]:
        counts = (self.total, self.failed, self.refused, self.prompt_tokens, self.written_tokens)
        new = [now - then for now, then in zip(counts, self._before, strict=True)]
        names = ("requests", "failed", "refused", "prompt_tokens", "tokens")
        ordered, firsts = sorted(self._seconds), sorted(self._first_seconds)
        self._before, self._seconds, self._first_seconds = counts, [], []
        return {
            **dict(zip(names, new, strict=True)),
            "p50": share_of(ordered, 0.5),
            "p99": share_of(ordered, 0.99),
            "first_p50": share_of(firsts, 0.5),
            "first_p99": share_of(firsts, 0.99),
            "total": self.total,
        }


def share_of(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least this share of the values does not exceed."""
    if not ordered:
        return None
    place = max(0, -int(-share * len(ordered) // 1) - 1)
    return ordered[place]
