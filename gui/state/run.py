"""One run as the screen shows it: its events, taken in without ever holding the window up. No widgets, no network."""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from gui.state.run_record import Event, RunRecord

_LOT = 200  # events taken in at once; their points reach the series in one piece
_SLICE = 0.012  # seconds of work between two turns of the event loop
_TELL_MS = 50  # changes are told at most this often


class Record(Protocol):
    """What events add up to: of a run, of a job made of runs, of an endpoint."""

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Take in events in order; returns which parts changed."""


class RunState(QObject):
    """Feed it events with ``receive``; it tells with ``changed`` which parts of ``record`` did."""

    changed = Signal(
        object
    )  # frozenset of: curves, ranks, evaluations, samples, checkpoints, notes, phase, attempt, ended; served, traffic
    caught_up = Signal()  # nothing is waiting to be taken in

    def __init__(self, parent: QObject | None = None, record: Record | None = None) -> None:
        super().__init__(parent)
        self.record: Any = record or RunRecord()
        self._waiting: deque[Event] = deque()
        self._parts: set[str] = set()
        self._work = QTimer(self, interval=0)
        self._work.timeout.connect(self._take_in)
        self._tell = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._tell.timeout.connect(self._emit)

    @property
    def behind(self) -> int:
        """Events received but not taken in yet."""
        return len(self._waiting)

    def receive(self, events: Event | Sequence[Event]) -> None:
        """Take events for later: cheap enough for every line of a long replay."""
        if isinstance(events, dict):
            self._waiting.append(events)
        else:
            self._waiting.extend(events)
        if not self._work.isActive():
            self._work.start()

    def _take_in(self) -> None:
        deadline = time.perf_counter() + _SLICE
        while self._waiting and time.perf_counter() < deadline:
            lot = [self._waiting.popleft() for _ in range(min(_LOT, len(self._waiting)))]
            self._parts |= self.record.apply(lot)
        if self._parts and not self._tell.isActive():
            self._tell.start()
        if not self._waiting:
            self._work.stop()
            self.caught_up.emit()

    def _emit(self) -> None:
        parts, self._parts = frozenset(self._parts), set()
        if parts:
            self.changed.emit(parts)
