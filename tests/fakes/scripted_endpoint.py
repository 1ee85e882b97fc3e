"""A program at an endpoint's address that says what a test wants, when the test wants it."""

import contextlib
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class Asked:
    """One question that has come in, and the connection it came by."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb")
        self.target = self._file.readline().decode().split(" ")[1:2]
        self.headers = {}
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(": ")
            self.headers[name.lower()] = value
        self.body = self._file.read(int(self.headers.get("content-length", 0)))

    def answer(self, status: int, body: bytes, *headers: str) -> None:
        """A whole answer at once."""
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
        self._connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def begin(self) -> None:
        """The head of a stream."""
        self._connection.sendall(HEAD)

    def say(self, data: str) -> None:
        """One more event of a stream."""
        part = f"data: {data}\n\n".encode()
        self._connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))

    def end(self) -> None:
        self._connection.sendall(b"0\r\n\r\n")

    def is_left(self, seconds: float = 5.0) -> bool:
        """Whether the other end goes away within that time."""
        self._connection.settimeout(seconds)
        try:
            return self._connection.recv(1) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False


class ScriptedEndpoint:
    """Takes connections; ``next`` gives the questions in the order they came."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._tls = tls
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._asked: queue.Queue[Asked] = queue.Queue()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def next(self) -> Asked:
        return self._asked.get(timeout=10)

    def was_asked(self) -> bool:
        return not self._asked.empty()

    def close(self) -> None:
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._take, args=(connection,), daemon=True).start()

    def _take(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, IndexError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            asked = Asked(connection)
            if asked.target:
                self._asked.put(asked)


@contextlib.contextmanager
def endpoints() -> Iterator[Callable[..., ScriptedEndpoint]]:
    """Makes endpoints, and ends them."""
    made: list[ScriptedEndpoint] = []

    def make(tls: ssl.SSLContext | None = None) -> ScriptedEndpoint:
        made.append(ScriptedEndpoint(tls))
        return made[-1]

    try:
        yield make
    finally:
        for each in made:
            each.close()
