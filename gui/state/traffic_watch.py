"""Asks running endpoints for their traffic, while somebody looks. No widgets."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.state.traffic import Traffic

if TYPE_CHECKING:
    from gui.context import Context

_ONE_MS, _SEVERAL_MS = 1000, 2000  # between two looks; a list tells rates alone


class TrafficWatch(QObject):
    """``told`` carries the endpoint that has answered. Asks each once more only when it has answered."""

    told = Signal(str)

    def __init__(self, context: "Context", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._traffic: dict[str, Traffic] = {}
        self._asked: set[str] = set()
        self._endpoints: tuple[str, ...] = ()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._ask)

    def watch(self, *endpoints: str) -> None:
        """These from now on, and no others; none ends it."""
        self._endpoints = endpoints
        every = _ONE_MS if len(endpoints) == 1 else _SEVERAL_MS
        if every != self._clock.interval():  # which would begin to wait anew
            self._clock.setInterval(every)
        self._traffic = {id: self._traffic[id] for id in endpoints if id in self._traffic}
        if not endpoints:
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start()
            self._ask()

    def of(self, endpoint: str) -> Traffic:
        return self._traffic.setdefault(endpoint, Traffic())

    def rate(self, endpoint: str) -> float | None:
        """Requests a second; None before it has answered."""
        traffic = self._traffic.get(endpoint)
        return traffic.rate(time.time() - 1) if traffic is not None else None

    def _ask(self) -> None:
        for id in self._endpoints:
            if id not in self._asked:
                self._asked.add(id)
                self._context.connection.call(
                    lambda engine, id=id: engine.ask(id, "v1/traffic"),
                    lambda answer, id=id: self._take(id, answer),
                    lambda problems, id=id: self._asked.discard(id),
                    receiver=self,
                )

    def _take(self, id: str, answer: Any) -> None:
        self._asked.discard(id)
        if id in self._endpoints and isinstance(answer, dict):
            self.of(id).take(answer)
            self.told.emit(id)
