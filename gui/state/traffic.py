"""What was asked of one endpoint in the last two minutes, second by second and name by name. No Qt, no network.

The endpoint keeps it in memory and tells it to whoever looks; it is no part of its events.
"""

from collections.abc import Iterator
from typing import Any

Second = dict[str, Any]  # the values of a ``TrafficSecond``

MINUTE = 60
_ALL = None  # in place of a name


class Traffic:
    """The newest answer of ``/v1/traffic``; who asks says what time it is."""

    def __init__(self) -> None:
        self._seconds: list[Second] = []

    def take(self, answer: dict[str, Any]) -> None:
        """Replaces what was known."""
        self._seconds = [dict(second) for second in answer.get("seconds", ())]

    def minute(self, now: float, name: str | None = _ALL, figure: str = "requests") -> list[float]:
        """A figure in each of the last 60 seconds, the oldest first."""
        seconds = [0.0] * MINUTE
        for second in self._of(name):
            age = int(now - second["time"])
            if 0 <= age < MINUTE:
                seconds[MINUTE - 1 - age] += float(second.get(figure) or 0)
        return seconds

    def rate(self, now: float, name: str | None = _ALL, figure: str = "requests") -> float:
        """A figure per second over the last five."""
        return sum(self.minute(now, name, figure)[-5:]) / 5

    def lost(self, now: float, name: str | None = _ALL) -> tuple[int, int]:
        """Requests of the last minute that failed, and that were refused."""
        failed, refused = (sum(self.minute(now, name, figure)) for figure in ("failed", "refused"))
        return int(failed), int(refused)

    def latencies(self, name: str | None = _ALL, first: bool = False) -> tuple[float | None, float | None]:
        """p50 and p99 in seconds, of the newest second that had any; with ``first`` to the first token."""
        p50, p99 = ("first_p50", "first_p99") if first else ("p50", "p99")
        told = [second for second in self._of(name) if second.get(p50) is not None]
        newest = max(told, key=lambda second: second["time"], default={})
        return newest.get(p50), newest.get(p99)

    def memory(self, name: str) -> int | None:
        """Bytes of a name's processes, as last told; None where nothing was asked of it of late."""
        told = [second["memory"] for second in self._of(name) if second.get("memory") is not None]
        return told[-1] if told else None

    def _of(self, name: str | None) -> Iterator[Second]:
        return (second for second in self._seconds if name is None or second.get("name") == name)
