"""Server-sent events: the form of a message, the response, and how many streams may be open."""

import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from anyio import to_thread
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from engine.schema.problem import UserError

DESCRIBED: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}
KEEP_ALIVE_SECONDS = 15.0
KEEP_ALIVE = b": still here\n\n"
MAX_STREAMS = 64

# Waits of streams have threads of their own, so that they never keep a plain route waiting for one.
_threads = anyio.CapacityLimiter(MAX_STREAMS)


def message(data: str, cursor: str | int | None = None, event: str | None = None) -> bytes:
    """One message; ``data`` is a single line, as JSON is."""
    head = f"event: {event}\n" if event else ""
    mark = f"id: {cursor}\n" if cursor is not None else ""
    return f"{head}{mark}data: {data}\n\n".encode()


async def in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a wait beside the loop; a client that goes away is not waited for."""
    return await to_thread.run_sync(function, *arguments, limiter=_threads, abandon_on_cancel=True)


class Streams:
    """Counts open streams: one more than the most is refused, not queued."""

    def __init__(self, most: int = MAX_STREAMS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self.open = 0

    def respond(self, parts: AsyncIterator[bytes]) -> StreamingResponse:
        """Send the parts as they come. Each waits until the client took the last one, so a slow client holds one part."""
        with self._lock:
            if self.open >= self._most:
                raise UserError("too_many_streams")
            self.open += 1  # from now, not from the first part: a hundred may be asked for at once
        return _Stream(_kept_alive(parts), self._leave)

    def _leave(self) -> None:
        with self._lock:
            self.open -= 1


class _Stream(StreamingResponse):
    """The response of one stream, which says when it is over, however it ended."""

    def __init__(self, parts: AsyncIterator[bytes], over: Callable[[], None]) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(parts, media_type="text/event-stream", headers=headers)
        self._over = over

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._over()


async def _kept_alive(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """An empty part means “nothing yet”; after a while of them a comment tells the client that we are here."""
    yield KEEP_ALIVE  # at once, so that the client knows that the stream stands
    said = time.monotonic()
    async for part in parts:
        now = time.monotonic()
        if part:
            said = now
            yield part
        elif now - said >= KEEP_ALIVE_SECONDS:
            said = now
            yield KEEP_ALIVE
