"""One question to an endpoint whose answer comes as a stream; it is asked once, and not again after a break."""

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from engine.client.engine_lost import EngineLost
from engine.client.refusal import error_in, refusal, refused_by_endpoint
from engine.client.stream import CONNECT_SECONDS, lines_of, parse
from engine.schema.problem import UserError

SILENCE_SECONDS = 600.0  # the endpoint gives up by its own limit; this only ends the wait for one that hangs
DONE = "[DONE]"


class Asking:
    """An iterator over the data of the answer's events, without the closing ``[DONE]``.

    ``close`` ends it at once, from any thread: the engine lets go of the endpoint, which stops working on the answer.
    """

    def __init__(self, url: str, path: str, headers: Mapping[str, str], body: Any) -> None:
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=CONNECT_SECONDS)
        self._path = path
        self._headers = {**headers, "Content-Type": "application/json"}
        self._body = json.dumps(body, ensure_ascii=False).encode()
        self._lock = threading.Lock()
        self._closed = False
        self._socket: socket.socket | None = None

    def __iter__(self) -> Iterator[str]:
        """Raises UserError when the question is refused, or the answer ends in an error; EngineLost when it breaks."""
        try:
            with contextlib.closing(self._connection):
                yield from self._data(self._open())
        except (OSError, http.client.HTTPException) as error:
            if not self._closed:
                raise EngineLost(str(error)) from None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _open(self) -> http.client.HTTPResponse:
        self._connection.connect()
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("closed before it began")
            self._socket = self._connection.sock
        self._socket.settimeout(SILENCE_SECONDS)
        self._connection.request("POST", self._path, self._body, self._headers)
        answer = self._connection.getresponse()
        if answer.status >= 300:
            raise refusal(answer.status, answer.read())
        return answer

    def _data(self, answer: http.client.HTTPResponse) -> Iterator[str]:
        for message in parse(lines_of(answer)):
            if message.data == DONE:
                return
            if error_in(message.data) is not None:
                raise UserError.of([refused_by_endpoint(answer.status, message.data)])
            yield message.data
