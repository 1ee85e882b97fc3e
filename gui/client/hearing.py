"""One answer that comes in pieces, read on a thread of its own and brought to the screen in lots."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from gui.client.attempt import Problems, attempt, is_loss
from gui.client.workers import Courier

if TYPE_CHECKING:
    from engine.client.engine_client import EngineClient

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LOT = 0.03  # seconds between two lots: faster than that nobody reads, and each costs a layout


class Answer(Protocol[T_co]):
    """What is read: its pieces as they come. ``close`` ends it at once, from any thread."""

    def __iter__(self) -> Iterator[T_co]: ...

    def close(self) -> None: ...


class Hearing(Generic[T]):
    """Ends by itself with the answer, or by ``close``; then nobody is told of what is still on its way."""

    on_pieces: Callable[[Any], None]  # set before start; called on the courier's thread
    on_end: Callable[[Any], None]

    def __init__(self, ask: "Callable[[EngineClient], Answer[T]]", courier: Courier) -> None:
        self.over = False
        self._ask, self._courier = ask, courier
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._answer: Answer[T] | None = None
        self._pieces: list[T] = []
        self._rung = False
        self._last = 0.0

    def start(
        self, wait_for_client: "Callable[[], EngineClient | None]", lose: "Callable[[EngineClient], None]"
    ) -> None:
        self._thread = threading.Thread(
            target=self._read, args=(wait_for_client, lose), name="hear", daemon=True
        )
        self._thread.start()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def close(self) -> None:
        """Want no more of it; whoever answers is told by the end of the connection."""
        self._closed.set()
        with self._lock:
            answer = self._answer
        if answer is not None:
            with contextlib.suppress(OSError):
                answer.close()

    def settle(self, seconds: float) -> None:
        """Wait, but no longer than this, until its thread has left and put away what it had begun."""
        self._thread.join(seconds)

    # --- on its own thread

    def _read(self, wait_for_client: Callable[[], Any], lose: Callable[[Any], None]) -> None:
        client = wait_for_client()
        if client is None or self.closed:
            return
        _, problems = attempt(lambda: self._pass_on(client))
        if self.closed:  # what a cut connection looks like is no problem then
            return
        if is_loss(problems):
            lose(client)
        self._courier.post(lambda: self._finish(problems))

    def _pass_on(self, client: Any) -> None:
        answer = self._ask(client)
        with self._lock:
            self._answer = answer
        if self.closed:
            answer.close()
            return
        for piece in answer:
            self._take(piece)

    def _take(self, piece: T) -> None:
        with self._lock:
            self._pieces.append(piece)
            rung, self._rung = self._rung, True
        if not rung:
            self._courier.post(self._deliver)

    # --- on the courier's thread

    def _deliver(self) -> None:
        wait = self._last + LOT - monotonic()
        if wait > 0:
            self._courier.post_in(wait, self._deliver)
            return
        self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            pieces, self._pieces = self._pieces, []
            self._rung = False
        self._last = monotonic()
        if pieces and not self.closed:
            self.on_pieces(pieces)

    def _finish(self, problems: Problems) -> None:
        self._hand_over()
        self.over = True
        if not self.closed:
            self.on_end(problems)
