"""One endpoint as the screen shows it: its events, and its requests second by second. No widgets."""

from collections import deque

from PySide6.QtCore import QObject

from gui.state.run import RunState
from gui.state.run_record import Event

MINUTE = 60


class EndpointState(RunState):
    """A run's state that also keeps the last minute of traffic."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._traffic: deque[Event] = deque(maxlen=2 * MINUTE)

    def receive(self, events) -> None:
        for event in (events,) if isinstance(events, dict) else events:
            if event.get("kind") == "traffic":
                self._traffic.append(event)
        super().receive(events)

    def minute(self, now: float) -> list[float]:
        """Requests in each of the last 60 seconds, the oldest first."""
        seconds = [0.0] * MINUTE
        for event in self._traffic:
            age = int(now - float(event.get("time") or 0.0))
            if 0 <= age < MINUTE:
                seconds[MINUTE - 1 - age] += float(event.get("requests") or 0)
        return seconds

    def rate(self, now: float) -> float:
        """Requests a second over the last five."""
        return sum(self.minute(now)[-5:]) / 5

    def failed(self, now: float) -> int:
        """Requests refused or failed within the last minute."""
        return sum(
            int(event.get("failed") or 0)
            for event in self._traffic
            if now - float(event.get("time") or 0.0) < MINUTE
        )

    def latencies(self) -> tuple[float | None, float | None]:
        """p50 and p99 of the newest second that had requests."""
        newest = next((event for event in reversed(self._traffic) if event.get("p50") is not None), {})
        return newest.get("p50"), newest.get("p99")

    def memory(self) -> int | None:
        return self.record.traffic.get("memory") if self.record.traffic else None
