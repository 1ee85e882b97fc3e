"""Requests a second of every running endpoint, while somebody looks. No widgets."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from gui.context import Context

_ASK_MS = 2000
_COUNTER = "modelyard_requests_total{"


class Rates(QObject):
    """Reads the endpoints' own counters: their events would have to be replayed from the beginning."""

    told = Signal()

    def __init__(self, context: "Context", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._counts: dict[str, tuple[float, float]] = {}  # when, how many
        self._rates: dict[str, float] = {}
        self._clock = QTimer(self, interval=_ASK_MS)
        self._clock.timeout.connect(self._ask)

    def of(self, endpoint: str) -> float | None:
        """None before two looks at it."""
        return self._rates.get(endpoint)

    def watch(self) -> None:
        if not self._clock.isActive():
            self._clock.start()
            self._ask()

    def unwatch(self) -> None:
        self._clock.stop()
        self._counts.clear()
        self._rates.clear()

    def _ask(self) -> None:
        for job in self._context.library.endpoints():
            if job.state == "running":
                self._context.connection.call(
                    lambda engine, id=job.id: engine.ask(id, "metrics"),
                    lambda text, id=job.id: self.take(id, text, time.monotonic()),
                    receiver=self,
                )

    def take(self, endpoint: str, text: str, now: float) -> None:
        """The counters of an endpoint at a moment, as Prometheus reads them."""
        count = sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if _counts(line))
        before = self._counts.get(endpoint)
        self._counts[endpoint] = (now, count)
        if before is not None and now > before[0]:
            self._rates[endpoint] = max(count - before[1], 0.0) / (now - before[0])
            self.told.emit()


def _counts(line: str) -> bool:
    """Whether it counts requests to a model; looks at the counters themselves are of no model."""
    return line.startswith(_COUNTER) and '=""' not in line
