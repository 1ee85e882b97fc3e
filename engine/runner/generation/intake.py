"""What comes from the server, in two threads: one hears, so that a CANCEL is never late; one prepares."""

import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from engine.runner.exchange import Frame, Kind
from engine.runner.generation.preparation import Preparation
from engine.runner.generation.requests import Request
from engine.runner.link import Link, LinkClosed


@dataclass(frozen=True)
class Cancelled:
    """Nobody wants the answer to this request any more."""

    number: int


class Intake:
    """``take`` belongs to the loop."""

    def __init__(self, link: Link, preparation: Preparation) -> None:
        self._link, self._preparation = link, preparation
        self._heard: SimpleQueue[Frame | None] = SimpleQueue()
        self._ready: SimpleQueue[Request | Cancelled | None] = SimpleQueue()
        self._preparing: dict[int, bool] = {}  # what waits for its preparation: whether it is wanted still
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """Requests that are not prepared yet."""
        return len(self._preparing)

    def start(self) -> None:
        for target in (self._hear, self._prepare):
            threading.Thread(target=target, name=target.__name__.strip("_"), daemon=True).start()

    def take(self, wait: bool) -> list[Request | Cancelled]:
        """All that is ready; with ``wait`` blocks until something is. Raises LinkClosed."""
        found: list[Request | Cancelled] = []
        while True:
            try:
                ready = self._ready.get(block=wait and not found)
            except Empty:
                return found
            if ready is None:
                raise LinkClosed
            found.append(ready)

    def _hear(self) -> None:
        try:
            while True:
                for heard in self._link.take(wait=True):
                    self._sort(heard)
        except LinkClosed:
            self._heard.put(None)
            self._ready.put(None)

    def _sort(self, heard: Frame) -> None:
        if heard.number == 0:  # a passphrase that came twice: there is nothing left to unlock
            return
        with self._lock:
            if heard.kind != Kind.CANCEL:
                self._preparing[heard.number] = True
                self._heard.put(heard)
            elif heard.number in self._preparing:
                self._preparing[heard.number] = False
            else:
                self._ready.put(Cancelled(heard.number))

    def _prepare(self) -> None:
        try:
            while (asked := self._heard.get()) is not None:
                request = self._preparation.of(asked) if self._preparing[asked.number] else None
                with self._lock:
                    if self._preparing.pop(asked.number) and request is not None:
                        self._ready.put(request)
        except LinkClosed:
            self._ready.put(None)
