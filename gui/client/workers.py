"""Runs functions off the GUI thread and brings their answers back onto it."""

import queue
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TURN = 0.008  # seconds of deliveries in one go: the window redraws between two


class Courier(QObject):
    """Carries calls onto the thread it lives on, in the order they were posted."""

    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._rung = False
        self._closed = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` run on the courier's thread; may be called from any thread."""
        if self._closed:
            return
        self._waiting.append(call)
        if not self._rung:
            self._rung = True
            self._posted.emit()

    def post_in(self, seconds: float, call: Callable[[], None]) -> None:
        """Have ``call`` run after a while; on the courier's own thread.

        Through a lambda: PySide 6.11 finds the slot of a bound method by the place of its object in memory, and
        crashes where another object, no QObject, lay there before.
        """
        QTimer.singleShot(int(seconds * 1000) + 1, self, lambda: self._closed or call())

    def close(self) -> None:
        """Deliver nothing more."""
        self._closed = True
        self._waiting.clear()

    def _deliver(self) -> None:
        self._rung = False
        until = monotonic() + TURN
        while self._waiting:
            self._waiting.popleft()()
            if monotonic() > until and self._waiting:
                QTimer.singleShot(0, self, self._deliver)
                return


class Workers:
    """A few daemon threads: a call that hangs never keeps the program from ending."""

    def __init__(self, count: int = 4) -> None:
        self._count = count
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._work, name=f"engine-call-{number}", daemon=True).start()

    def run(self, order: Callable[[], None]) -> None:
        self._orders.put(order)

    def close(self) -> None:
        """Let the threads leave after what they were asked before."""
        for _ in range(self._count):
            self._orders.put(None)

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            order()
