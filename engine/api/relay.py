"""Asks an endpoint in a client's place and passes its answer on as it comes.

The client's leaving ends the connection to the endpoint at once, so that it stops working for nobody. Nothing here
takes a thread: many answers may be under way for minutes.
"""

import asyncio
import contextlib
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import h11
from fastapi import Response
from starlette.types import Receive, Scope, Send

from engine.jobs.endpoints import Access
from engine.schema.problem import UserError

CONNECT_SECONDS = 5.0
SPARE_SECONDS = 5.0  # beyond what an answer may take: the endpoint gives up first, and says so
BLOCK = 64 << 10
MOST = 64  # answers under way
PASSED_ON = frozenset({b"content-type", b"content-length", b"retry-after"})

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - listens on all addresses, so on this machine's own too

Told = Callable[[int], Awaitable[None]]


class Asks:
    """Questions to endpoints that are under way: one more than the most is refused, not queued."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.open = 0  # touched by the loop's thread alone

    def relay(
        self, access: Access, method: str, target: str, body: bytes = b"", told: Told | None = None
    ) -> "Relay":
        """The response that asks; ``told`` is called with the status of the answer."""
        if self.open >= self._most:
            raise UserError("too_many_asks", most=self._most)
        return Relay(self, access, method, target, body, told)

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1


class Relay(Response):
    """An endpoint's own answer: status, body, and a stream as a stream."""

    def __init__(
        self, asks: Asks, access: Access, method: str, target: str, body: bytes, told: Told | None
    ) -> None:
        super().__init__()
        self._asks, self._access = asks, access
        self._method, self._target, self._question, self._told = method, target, body, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._asks.under_way():
            asking = asyncio.create_task(self._pass_on(send))
            leaving = asyncio.create_task(_has_left(receive))
            try:
                await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (asking, leaving):
                    if not task.done():
                        task.cancel()
                await asyncio.wait({asking, leaving})
            if not asking.cancelled():
                asking.result()

    async def _pass_on(self, send: Send) -> None:
        begun = False
        try:
            async for event in self._answer():
                if isinstance(event, h11.Response):
                    begun = True
                    await self._begin(event, send)
                elif isinstance(event, h11.Data):
                    await send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (OSError, h11.ProtocolError):
            if not begun:
                raise UserError("endpoint_unreachable") from None
            # Half an answer is left without its end, so that the client knows it as broken.

    async def _begin(self, answer: h11.Response, send: Send) -> None:
        headers = [(name, value) for name, value in answer.headers if name in PASSED_ON]
        if self._told is not None:
            await self._told(answer.status_code)
        await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})

    async def _answer(self) -> AsyncIterator[h11.Event]:
        """What the endpoint says, event by event."""
        async with _connected(self._access) as (reader, writer):
            connection = h11.Connection(h11.CLIENT)
            for part in (self._head(), h11.Data(data=self._question), h11.EndOfMessage()):
                writer.write(connection.send(part) or b"")
            async with self._patience():
                await writer.drain()
            while True:
                event = connection.next_event()
                if event is h11.NEED_DATA:
                    async with self._patience():
                        connection.receive_data(await reader.read(BLOCK))
                elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                    return
                else:
                    yield event

    def _patience(self) -> asyncio.Timeout:
        return asyncio.timeout(self._access.patience + SPARE_SECONDS)

    def _head(self) -> h11.Request:
        headers = [
            ("Host", urlsplit(self._access.url).netloc),
            ("Authorization", f"Bearer {self._access.secret}"),
            ("Connection", "close"),
        ]
        if self._question:
            headers.append(("Content-Type", "application/json"))
        if self._method == "POST":
            headers.append(("Content-Length", str(len(self._question))))
        return h11.Request(method=self._method, target=self._target, headers=headers)


@contextlib.asynccontextmanager
async def _connected(access: Access) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection of its own, closed without waiting for the other end."""
    address = urlsplit(access.url)
    host = _ANY.get(address.hostname or "", address.hostname)
    context = _unchecked() if address.scheme == "https" else None
    async with asyncio.timeout(CONNECT_SECONDS):
        reader, writer = await asyncio.open_connection(host, address.port, ssl=context)
    try:
        if context is not None:
            _expect(writer, access.fingerprint)
        yield reader, writer
    finally:
        writer.transport.abort()


def _unchecked() -> ssl.SSLContext:
    """No authority vouches for an endpoint's certificate; it is compared with the one that the endpoint has."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _expect(writer: asyncio.StreamWriter, fingerprint: str | None) -> None:
    """Raise UserError unless the other end shows just the certificate of this endpoint: then no key is sent."""
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True) or b""
    wanted = (fingerprint or "").replace(":", "").lower()
    if not hmac.compare_digest(hashlib.sha256(shown).hexdigest(), wanted):
        raise UserError("endpoint_not_itself")


async def _has_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
