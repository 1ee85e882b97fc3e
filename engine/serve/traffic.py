"""How many requests came and how long they took, second by second."""

from typing import Any

_KEPT = 10_000  # latencies of one second that are looked at


class Traffic:
    """Counts until ``take`` is asked; used by the event loop alone."""

    def __init__(self) -> None:
        self.total = 0
        self._requests = 0
        self._failed = 0
        self._seconds: list[float] = []

    def count(self, seconds: float, failed: bool) -> None:
        self.total += 1
        self._requests += 1
        self._failed += failed
        if len(self._seconds) < _KEPT:
            self._seconds.append(seconds)

    def take(self) -> dict[str, Any]:
        """What happened since the last call, in the words of the traffic event."""
        ordered = sorted(self._seconds)
        taken = {
            "requests": self._requests,
            "failed": self._failed,
            "p50": share_of(ordered, 0.5),
            "p99": share_of(ordered, 0.99),
            "total": self.total,
        }
        self._requests = self._failed = 0
        self._seconds = []
        return taken


def share_of(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least this share of the values does not exceed."""
    if not ordered:
        return None
    place = max(0, -int(-share * len(ordered) // 1) - 1)
    return ordered[place]
