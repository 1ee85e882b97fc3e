"""One request on a connection, and its answer: a head and the first part of its body leave in one packet.

uvicorn writes them in two, and looks at every header with regular expressions.
"""

from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_WITHOUT_BODY = frozenset({204, 304})


class Cycle(RequestResponseCycle):
    """What an application receives from and sends to. ``_head`` waits for the first part of the body."""

    _head: bytes | None = None

    async def send(self, message: Any) -> None:
        """Take an ASGI message. Raises ValueError at a header that holds the end of its line."""
        if message["type"] == "http.response.start" and not self.response_started:
            self._begin(message["status"], (*self.default_headers, *message.get("headers", ())))
        elif self._head is not None:
            await self._first(message)
        else:
            await super().send(message)

    def _begin(self, status: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self.response_started = True
        self.waiting_for_100_continue = False
        lines, length = [STATUS_LINE[status]], None
        for name, value in headers:
            lines += (name, b": ", value, b"\r\n")
            if name == b"content-length":
                length = int(value)
            elif name == b"connection":
                self.keep_alive = False
        if not self.keep_alive and (b"connection", b"close") not in headers:
            lines.append(b"connection: close\r\n")
        self.expected_content_length = length or 0
        self.chunked_encoding = (
            length is None and self.scope["method"] != "HEAD" and status not in _WITHOUT_BODY
        )
        if self.chunked_encoding:
            lines.append(b"transfer-encoding: chunked\r\n")
        lines.append(b"\r\n")
        self._head = b"".join(lines)
        if self._head.count(b"\n") != len(lines) - 3 * len(headers):
            raise ValueError("a header holds the end of its line")

    async def _first(self, message: Any) -> None:
        head, self._head = self._head, None
        body = message.get("body", b"")
        if self.chunked_encoding or message.get("more_body") or len(body) != self.expected_content_length:
            if not self.disconnected:
                self.transport.write(head)
            await super().send(message)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        self.transport.write(head + body)
        self.response_complete = True
        self.message_event.set()
        if (
            not self.keep_alive and not self.more_body
        ):  # else its client is still sending, and would not hear us
            self.transport.close()
        self.on_response()
