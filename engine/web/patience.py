"""How a connection is kept: closed when it never finishes asking or never takes its answer, and answered without delay.

uvicorn's HTTP/1.1 over httptools waits for ever and reads heads of any length. Here each phase of a request has its
time, and a head its size. It knows no routes and no secrets.
"""

import asyncio
import socket
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from engine.web.cycle import Cycle
from engine.web.deadline import Deadline
from engine.web.refusal import problem_body


@dataclass(frozen=True)
class Patience:
    """Seconds that each phase may take, and what is said when they are over."""

    head: float = 10.0
    body: float = 30.0  # of the whole body, not between two of its bytes
    unread: float = 30.0  # an answer that its client does not take
    refused: float = 2.0  # a client that goes on sending what has been refused
    head_bytes: int = 32 << 10  # of a head, or of trailers and chunk extensions
    connections: int | None = None  # at a time; more are told to come back
    cancels: bool = (
        False  # whether what a client asked ends when it goes; only for requests that change nothing
    )
    error_body: Callable[[int, str], bytes] = problem_body


_PATIENCE = Patience()


class PatientProtocol(HttpToolsProtocol):
    """One connection. Its deadline is that of the phase it is in; there is none while we are the ones to act."""

    def __init__(self, *given: Any, patience: Patience = _PATIENCE, **more: Any) -> None:
        super().__init__(*given, **more)
        self._patience = patience
        self._deadline = Deadline(self.loop, self._give_up)
        self._unread: asyncio.TimerHandle | None = None
        self._head_is_whole = False
        self._idle_bytes = 0  # that brought neither a part of a body nor the end of a request
        # Bytes of a body that no parser reads, of a request that asked for another protocol.
        self._raw_left = 0
        self._answering: tuple[Cycle, asyncio.Task[None]] | None = None
        self._is_deaf = False

    # --- the connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does this only for sockets it opened itself. Without it an answer in two packets waits 40 ms for
        # the client's acknowledgement of the first.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        most = self._patience.connections
        if most is not None and len(self.connections) > most:
            self._refuse(503, "too_many_connections", b"retry-after: 1\r\n")
        else:
            self._deadline.expect(self._patience.head)

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.end()
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)
        if self._patience.cancels and self._answering is not None:
            cycle, task = self._answering
            if not cycle.response_complete:
                task.cancel()

    def data_received(self, data: bytes) -> None:
        if self._is_deaf:
            return
        if self._raw_left:
            self._take_raw(data)
            return
        self._idle_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._take_raw(data[upgrade.args[0] :])
            return
        except httptools.HttpParserError:
            self._refuse(400, "not_http")
            return
        if self._idle_bytes > self._patience.head_bytes:
            self._refuse(431, "headers_too_large")

    def _take_raw(self, data: bytes) -> None:
        """Java's client asks each server for HTTP/2 and sends its body all the same: it is answered as HTTP/1.1."""
        if part := data[: self._raw_left]:
            self._raw_left -= len(part)
            self.on_body(part)
            self.on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self._patience.unread, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    # --- its end

    def _give_up(self) -> None:
        if self.cycle is not None and self.cycle.more_body and not self.cycle.response_started:
            self._refuse(408, "body_too_slow")
        else:
            self.transport.close()

    def _refuse(self, status: int, code: str, more: bytes = b"") -> None:
        """Say so where nothing has been said yet, and close."""
        if self.transport.is_closing():
            return
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            body = self._patience.error_body(status, code)
            head = b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n" % len(
                body
            )
            self.transport.write(b"".join((STATUS_LINE[status], head, more, b"\r\n", body)))
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()

    def _let_finish(self) -> None:
        """Its request was refused before it had come in. Closed now, a client that is still sending would be reset, and
        not read why: so it is heard out, without listening, until it has read and goes."""
        self._is_deaf = True
        self._deadline.expect(self._patience.refused)
        if self.transport.can_write_eof():
            self.transport.write_eof()

    # --- the parser's calls

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_is_whole = False
        self._idle_bytes = 0
        self._deadline.expect(self._patience.head)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._head_is_whole:  # trailers are nobody's business: the head was what was checked
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._head_is_whole = True
        parser, scope = self.parser, self.scope
        version = parser.get_http_version()
        raw_path, _, query = self.url.partition(b"?")
        path = raw_path.decode("ascii")
        scope["method"] = parser.get_method().decode("ascii")
        scope["http_version"] = version
        scope["path"] = urllib.parse.unquote(path) if "%" in path else path
        scope["raw_path"] = raw_path  # as it came: an absolute address stays one, for the guard to refuse
        scope["query_string"] = query
        before, self.cycle = self.cycle, Cycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and parser.should_keep_alive() and not parser.should_upgrade(),
            on_response=self.on_response_complete,
        )  # fmt: skip
        if parser.should_upgrade():
            length = dict(self.headers).get(b"content-length", b"")
            self._raw_left = int(length) if length.isdigit() else 0
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self._deadline.forget()  # it waits for us
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_body(self, body: bytes) -> None:
        self._idle_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._raw_left:
            return  # the parser takes the head for everything
        self._idle_bytes = 0
        self._deadline.forget()
        super().on_message_complete()

    def _start_asgi_task(self, cycle: Cycle, app: Any) -> None:  # type: ignore[override]
        if cycle.more_body:
            self._deadline.expect(self._patience.body)
        task = self.loop.create_task(cycle.run_asgi(app))
        self._answering = (cycle, task)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if not self.cycle.keep_alive and self.cycle.more_body:
            self._let_finish()
        elif self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif not self.cycle.more_body:
            self._deadline.expect(self.timeout_keep_alive)
