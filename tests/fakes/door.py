"""A door to an engine that is not there: answers from a script, streams that a test feeds."""

import queue
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from engine.client.engine_client import EngineLost
from engine.client.stream import Message
from engine.schema.problem import UserError


class FakeClient(SimpleNamespace):
    """Answers what it was given; ``lost`` makes every question fail."""

    url = "http://127.0.0.1:1"
    token = "t"
    instance = "first"
    lost = False

    def engine(self) -> Any:
        if self.lost:
            raise EngineLost("gone")
        return SimpleNamespace(instance=self.instance, version="0.1.0", pid=1, started=0.0, home="")

    def machine(self) -> Any:
        raise UserError("unexpected")

    def resources(self, seconds: float) -> Any:
        raise UserError("unexpected")


class FakeFollower:
    """Gives what is put into it; None breaks the stream, and the next connection asks ``find`` again."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self.messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.connections = 0
        self._find = find
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[Message]:
        while not self._closed.is_set():
            if self._find() is None:
                self._closed.wait(0.01)
                continue
            self.connections += 1
            while (message := self.messages.get()) is not None:
                yield message
                if message.event == "end":
                    return

    def tell(self, data: str, event: str = "message", cursor: str = "1") -> None:
        self.messages.put(Message(cursor, event, data))

    def drop(self) -> None:
        self.messages.put(None)

    def close(self) -> None:
        self._closed.set()
        self.messages.put(None)


class FakeDoor:
    """``refusals`` are raised one by one before the client is given."""

    def __init__(self, client: FakeClient | None = None) -> None:
        self.client = client or FakeClient()
        self.refusals: list[Exception] = []
        self.opened = 0
        self.looked = 0
        self.stopped = False  # the engine was told to end, and nobody has started one since
        self.followers: dict[str, FakeFollower] = {}

    def open(self) -> FakeClient:
        self.opened += 1
        if self.refusals:
            raise self.refusals.pop(0)
        return self.client

    def find(self) -> FakeClient | None:
        self.looked += 1
        return None if self.stopped else self.client

    def left_on_purpose(self) -> bool:
        return self.stopped

    def instance(self, client: FakeClient) -> str:
        return client.engine().instance

    def follow(self, client: FakeClient, path: str, find: Callable[[], Any]) -> FakeFollower:
        self.followers[path] = FakeFollower(find)
        return self.followers[path]
