"""Follows a stream of server-sent events over lost connections and restarts of the engine.

Every message is given once: after a break it goes on from the cursor of the last message it gave.
"""

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.client.refusal import refusal

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 40.0  # the engine says something every 15 s; longer silence is a lost connection
FIRST_WAIT = 0.1
LONGEST_WAIT = 2.0
READ = 64 << 10

Address = tuple[str, str]  # url, token


class Message(NamedTuple):
    """One event: where to resume after it, its name (``message`` by default), and its data."""

    cursor: str
    event: str
    data: str


class Follower:
    """An iterator over the messages of one stream; ``close`` ends it at once, from any thread."""

    def __init__(self, find: Callable[[], Address | None], path: str, cursor: str = "") -> None:
        self._find = find
        self._path = path
        self.cursor = cursor
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    def __iter__(self) -> Iterator[Message]:
        wait = FIRST_WAIT
        while not self._closed.is_set():
            for message in self._connected():
                wait = FIRST_WAIT
                self.cursor = message.cursor
                yield message
                if message.event == "end":
                    return
            self._closed.wait(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    def close(self) -> None:
        """End the iteration, even while it waits for the next message."""
        self._closed.set()
        with self._lock:
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _connected(self) -> Iterator[Message]:
        """The messages of one connection; ends when it is lost."""
        address = self._find()
        if address is None:
            return
        url, token = address
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=CONNECT_SECONDS)
        try:
            answer = self._open(connection, token)
            if answer is not None:
                yield from parse(lines_of(answer), self.cursor)
        except (OSError, http.client.HTTPException):
            return
        finally:
            with self._lock:
                self._socket = None
            connection.close()

    def _open(self, connection: http.client.HTTPConnection, token: str) -> http.client.HTTPResponse | None:
        connection.connect()
        with self._lock:
            if self._closed.is_set():
                return None
            self._socket = connection.sock
        connection.sock.settimeout(SILENCE_SECONDS)
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if self.cursor:
            headers["Last-Event-ID"] = self.cursor
        connection.request("GET", self._path, headers=headers)
        answer = connection.getresponse()
        if 400 <= answer.status < 500 and answer.status not in (401, 403, 429):
            raise refusal(answer.status, answer.read(65536))
        return answer if answer.status == 200 else None


def lines_of(answer: http.client.HTTPResponse) -> Iterator[str]:
    """Complete lines as they arrive; a half line of a broken connection is dropped."""
    rest = b""
    while block := answer.read1(READ):
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")


def parse(lines: Iterator[str], cursor: str = "") -> Iterator[Message]:
    """Messages of a stream's lines; a message without an id keeps the cursor before it."""
    event, data = "message", []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield Message(cursor, event, "\n".join(data))
            event, data = "message", []
        elif name == "data":
            data.append(value)
        elif name == "event":
            event = value
        elif name == "id":
            cursor = value
