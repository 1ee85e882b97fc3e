"""The window's line to the engine: calls and streams off the GUI thread, answers on it.

It starts the engine when none runs, notices when it is lost, and goes on when it is back. An engine that was
told to end, from a terminal say, is not started again: only a person's ``start`` does that.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from engine.system.paths import Home
from gui.client.attempt import Problems, attempt, is_loss
from gui.client.door import Door
from gui.client.following import Following
from gui.client.hearing import Answer, Hearing
from gui.client.workers import Courier, Workers

if TYPE_CHECKING:
    from engine.client.engine_client import EngineClient
    from gui.client.door import StreamEvent

T = TypeVar("T")

CONNECTING, CONNECTED, LOST = "connecting", "connected", "lost"
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between two tries to find a lost engine
_LOOK = 0.5  # seconds between two looks for an engine that somebody else may start


class Connection(QObject):
    """Use ``call`` for a question and ``follow`` for a stream; both may be used before there is a connection."""

    state_changed = Signal(str)  # "connecting" | "connected" | "lost"
    engine_changed = Signal()  # another start of the engine answers: what was known is to be asked anew
    troubled = Signal(object)  # why there is no connection: a tuple of Problem

    def __init__(self, home: Home, door: Door | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.home = home
        self.state = LOST
        self._door = door or Door(home)
        self._courier = Courier(self)
        self._workers = Workers()
        self._client: EngineClient | None = None
        self._instance = ""
        self._open = threading.Event()  # set while there is a client
        self._closing = threading.Event()
        self._wanted = threading.Event()  # cleared while a person wants no engine
        self._stopped = threading.Event()  # set while the engine is gone because somebody told it to end
        self._replacing = threading.Event()  # set while it ends to make room for another
        self._seeking = threading.Lock()
        self._followings: list[Following] = []
        self._hearings: list[Hearing[Any]] = []

    def start(self) -> None:
        """Find the engine, or start it; returns at once."""
        self._wanted.set()
        self._stopped.clear()
        self._seek()

    def replace(self) -> None:
        """The engine is about to be stopped to make room for another: start that one when it is gone."""
        self._replacing.set()

    def rest(self) -> None:
        """The engine is about to be stopped on purpose: do not start it again until ``start``."""
        self._wanted.clear()

    def close(self) -> None:
        """End all streams and deliver nothing more. The engine goes on."""
        self._closing.set()
        self._open.set()
        self._courier.close()
        self._workers.close()
        for stream in (*self._followings, *self._hearings):
            stream.close()

    def settle(self, seconds: float) -> None:
        """After ``close``: wait for answers that are still being read, so that none leaves half a file behind."""
        deadline = time.monotonic() + seconds
        for hearing in self._hearings:
            hearing.settle(max(deadline - time.monotonic(), 0.0))

    def call(
        self,
        function: "Callable[[EngineClient], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problems], None] | None = None,
        receiver: QObject | None = None,
    ) -> None:
        """Run ``function(client)`` on a thread; ``done(answer)`` or ``failed(problems)`` on the GUI thread.

        They are dropped when the object whose methods they are, or ``receiver``, is gone: name a
        receiver whenever they are lambdas or partials that touch widgets.
        """
        self._workers.run(partial(self._answer, function, done, failed, receiver))

    def follow(
        self,
        path: str,
        on_event: "Callable[[StreamEvent], None]",
        on_end: Callable[[Problems], None] | None = None,
        resume: bool = True,
        receiver: QObject | None = None,
    ) -> Following:
        """Follow a stream; events come on the GUI thread, in order, until it ends or ``close`` is called.

        A stream that breaks goes on after the last event it gave, over a restart of the engine too
        (``resume=False`` ends it instead). ``on_end`` gets what refused the stream, or an empty tuple.
        """
        following = Following(path, resume=resume, source=self)
        following.events = self._to_screen(on_event, receiver, lambda: following.closed)
        following.ended = self._to_screen(on_end, receiver, lambda: following.closed)
        self._followings = [each for each in self._followings if not (each.closed or each.over)]
        self._followings.append(following)
        following.start()
        return following

    def hear(
        self,
        ask: "Callable[[EngineClient], Answer[T]]",
        on_pieces: Callable[[list[T]], None],
        on_end: Callable[[Problems], None] | None = None,
        receiver: QObject | None = None,
    ) -> "Hearing[T]":
        """Read an answer that comes in pieces; they come on the GUI thread, in lots, until ``on_end``.

        ``on_end`` gets what refused it, or an empty tuple; after ``close`` neither is called again.
        """
        hearing: Hearing[T] = Hearing(ask, self._courier)
        hearing.on_pieces = self._here(on_pieces, receiver)
        hearing.on_end = self._here(on_end, receiver)
        self._hearings = [each for each in self._hearings if not (each.closed or each.over)]
        self._hearings.append(hearing)
        hearing.start(self.wait_for_client, self.lose)
        return hearing

    # --- on worker threads

    def wait_for_client(self) -> "EngineClient | None":
        """The client as soon as there is one; None when the window closes."""
        while not self._closing.is_set():
            if self._open.wait(0.5) and (client := self._client) is not None:
                return client
        return None

    def ask(self, function: "Callable[[EngineClient], T]") -> T:
        """The answer of the engine that runs now; waits for one. Raises UserError, also when it is lost meanwhile."""
        from engine.schema.problem import UserError  # not before the first frame

        client = self.wait_for_client()
        if client is None:
            raise UserError("engine_unreachable")
        answer, problems = attempt(lambda: function(client))
        if is_loss(problems):
            self.lose(client)
        if problems:
            raise UserError.of(problems)
        return answer  # type: ignore[return-value]

    @property
    def address(self) -> tuple[str, str] | None:
        """Where the engine is, with its token; None while it is lost."""
        client = self._client
        return (client.url, client.token) if client is not None else None

    def open_stream(
        self, client: "EngineClient", path: str, find: Callable[[], tuple[str, str] | None]
    ) -> Any:
        return self._door.follow(client, path, find)

    def doubt(self) -> None:
        """A stream broke: ask whether the engine is still there."""
        client = self._client
        if client is not None and is_loss(attempt(lambda: self._door.instance(client))[1]):
            self.lose(client)

    def lose(self, client: "EngineClient") -> None:
        """A call or stream found the engine gone; tell, and look for it."""
        if client is self._client:
            if self._door.left_on_purpose() and not self._replacing.is_set():
                self._stopped.set()
            self._lose()
            self._seek()

    def _answer(
        self,
        function: "Callable[[EngineClient], T]",
        done: Callable[[T], None] | None,
        failed: Callable[[Problems], None] | None,
        receiver: QObject | None,
    ) -> None:
        client = self.wait_for_client()
        if client is None:
            return
        answer, problems = attempt(lambda: function(client))
        if is_loss(problems):
            self.lose(client)
        if problems:
            self._to_screen(failed, receiver)(problems)
        else:
            self._to_screen(done, receiver)(answer)

    def _seek(self) -> None:
        threading.Thread(target=self._find_engine, name="engine-finder", daemon=True).start()

    def _find_engine(self) -> None:
        if not self._wanted.is_set() or not self._seeking.acquire(blocking=False):
            return
        try:
            self._await_its_return()
            self._set_state(CONNECTING)
            for failures in range(1_000_000):
                if self._closing.is_set() or not self._wanted.is_set():
                    return
                answer, problems = attempt(self._open_door)
                if not problems:
                    self._found(*answer)
                    return
                self._courier.post(partial(self.troubled.emit, problems))
                if failures == 1:
                    self._set_state(LOST)
                self._closing.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
        finally:
            self._seeking.release()

    def _await_its_return(self) -> None:
        """While the engine is stopped on purpose, see whether somebody starts one."""
        while self._stopped.is_set() and self._wanted.is_set() and not self._closing.is_set():
            found, _ = attempt(self._door.find)
            if found is not None:
                return
            self._closing.wait(_LOOK)

    def _open_door(self) -> "tuple[EngineClient, str]":
        client = self._door.open()
        return client, self._door.instance(client)

    def _found(self, client: "EngineClient", instance: str) -> None:
        restarted = self._instance not in ("", instance)
        self._client, self._instance = client, instance
        self._stopped.clear()
        self._replacing.clear()
        self._open.set()
        if restarted:
            self._courier.post(self.engine_changed.emit)
        self._set_state(CONNECTED)

    def _lose(self) -> None:
        self._client = None
        self._open.clear()
        self._set_state(LOST)

    def _set_state(self, state: str) -> None:
        self._courier.post(partial(self._show_state, state))

    def _show_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _to_screen(
        self,
        function: Callable[[Any], None] | None,
        receiver: QObject | None,
        unwanted: Callable[[], bool] = lambda: False,
    ) -> Callable[[Any], None]:
        """``function`` as one that may be called from any thread and runs on the GUI thread, or not at all."""
        if function is None:
            return lambda value: None
        run = self._here(function, receiver)
        return lambda value: self._courier.post(lambda: None if unwanted() else run(value))

    @staticmethod
    def _here(function: Callable[[Any], None] | None, receiver: QObject | None) -> Callable[[Any], None]:
        """``function`` as one that does nothing once the object is gone that it belongs to."""
        owner = receiver or getattr(function, "__self__", None)

        def run(value: Any) -> None:
            gone = isinstance(owner, QObject) and not shiboken6.isValid(owner)
            if function is not None and not gone:
                function(value)

        return run
