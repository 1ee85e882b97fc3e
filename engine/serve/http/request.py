"""One request that was let in, and how it is answered. Knows no route and no model's insides."""

import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.serve.caller import Caller
from engine.web.inspection import JSON, Receive, Send
from engine.web.refusal import Headers

if TYPE_CHECKING:
    from engine.serve.http.surroundings import Surroundings
    from engine.serve.models import Models, Served

EVENT_STREAM = b"text/event-stream"


@dataclass(slots=True)
class Request:
    """Body whole and checked, caller known. ``status`` and ``served`` are what is counted when it has ended."""

    method: str
    path: str
    headers: Headers  # as they came, names in lower case
    body: bytes
    caller: Caller
    receive: Receive
    send: Send
    models: "Models"
    params: tuple[str, ...] = ()  # what stands in the places of a route's {…}
    query: bytes = b""
    answer_headers: Headers = field(default_factory=list)  # that every answer of this request carries
    surroundings: "Surroundings | None" = None
    served: "Served | None" = None
    began: float = field(default_factory=time.perf_counter)
    status: int = 0
    first: float | None = None  # seconds to the first token
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def find(self, name: str | None) -> "Served":
        """The model of that name; the request counts as its. Raises Refused (unknown, not named, not this key's)."""
        self.served = self.models.find(name, self.caller)
        return self.served

    def visible(self) -> "list[Served]":
        """The models that this key may ask; of others it is not told that they exist."""
        return [served for served in self.models.all() if self.caller.may_use(served.name)]

    def header(self, name: bytes) -> bytes | None:
        """The first header of that name in lower case."""
        return next((value for key, value in self.headers if key == name), None)

    def first_token(self) -> None:
        """The first token is there; called again it changes nothing."""
        if self.first is None:
            self.first = time.perf_counter() - self.began

    def account(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Add to what this request read and wrote; counted for its key and its model when it has ended."""
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += completion_tokens

    async def reply(
        self,
        status: int,
        body: bytes,
        headers: Sequence[tuple[bytes, bytes]] = (),
        content_type: bytes = JSON,
    ) -> None:
        """The whole answer at once."""
        self.status = status
        head = [
            (b"content-type", content_type),
            (b"content-length", b"%d" % len(body)),
            *self.answer_headers,
            *headers,
        ]
        await self.send({"type": "http.response.start", "status": status, "headers": head})
        await self.send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def reply_json(self, status: int, value: Any, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
        await self.reply(status, json.dumps(value, separators=(",", ":"), allow_nan=False).encode(), headers)

    async def stream(self, chunks: AsyncGenerator[bytes, None], content_type: bytes = EVENT_STREAM) -> None:
        """Pass chunks on as they come. What ``chunks`` raises before its first one can still be refused.

        When the client goes, the task of the request is cancelled at once and ``chunks`` with it.
        """
        try:
            first = await anext(chunks, b"")
            self.status = 200
            head = [(b"content-type", content_type), *self.answer_headers]
            await self.send({"type": "http.response.start", "status": 200, "headers": head})
            await self.send({"type": "http.response.body", "body": first, "more_body": True})
            async for chunk in chunks:
                await self.send({"type": "http.response.body", "body": chunk, "more_body": True})
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await chunks.aclose()


Handler = Callable[[Request], Awaitable[None]]
