"""Stands before an application and lets in only what may come in: deny by default, on every path.

It looks at a request's form, asks for a secret, and takes the body in. It knows no routes: what it refuses never
reaches the application.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable

from engine.web.inspection import Head, Inspection, Limits, Message, Receive, Scope, Send, loopback_hosts
from engine.web.refusal import Headers, Refusal, problem_body

__all__ = [
    "ANSWER_HEADERS",
    "FailureLimit",
    "Guard",
    "Headers",
    "Limits",
    "Receive",
    "Refusal",
    "Send",
    "loopback_hosts",
]

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ANSWER_HEADERS: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class FailureLimit:
    """Counts wrong secrets of this process; past the limit guessing is answered with “wait”.

    The right secret is let in all the same, so that nobody can lock the owner out by guessing.
    """

    def __init__(
        self, limit: int = 20, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times: deque[float] = deque(maxlen=limit)
        self._seconds = seconds
        self._clock = clock

    def refusal(self) -> Refusal:
        """Count one more failure and say how it is answered."""
        now = self._clock()
        full = len(self._times) == self._times.maxlen and now - self._times[0] < self._seconds
        wait = self._seconds - (now - self._times[0]) if full else 0.0
        if full:
            return Refusal(429, "too_many_failures", [(b"retry-after", b"%d" % (int(wait) + 1))])
        self._times.append(now)
        return Refusal(401, "unauthorised", [(b"www-authenticate", b"Bearer")])


def secret_of(head: Head) -> str | None:
    """The secret that a request shows, if it shows one as it should."""
    scheme, _, secret = head.get(b"authorization", b"").partition(b" ")
    return secret.strip().decode("latin-1") if scheme.lower() == b"bearer" else None


class Guard:
    """ASGI middleware for one secret. ``authorise`` gets what the bearer shows."""

    def __init__(
        self,
        app: Application,
        authorise: Callable[[str], bool],
        hosts: frozenset[bytes],
        error_body: Callable[[int, str], bytes] = problem_body,
        origins: frozenset[bytes] = frozenset(),
        limits: Limits | None = None,
        failures: FailureLimit | None = None,
    ) -> None:
        self._app = app
        self._authorise = authorise
        self._inspection = Inspection(hosts, origins, limits)
        self._error_body = error_body
        self._failures = failures or FailureLimit()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            if scope["method"] == "OPTIONS":
                raise Refusal(405, "method_not_allowed")
            head = self._inspection.head(scope)
            secret = secret_of(head)
            if secret is None or not self._authorise(secret):
                raise self._failures.refusal()
            body = await self._inspection.body(head, receive)
        except Refusal as refusal:
            await refuse(refusal, self._error_body(refusal.status, refusal.code), scope, send)
            return
        await self._app(scope, _replay(body, receive), _with_headers(send))


async def refuse(
    refusal: Refusal, body: bytes, scope: Scope, send: Send, more: Headers = ANSWER_HEADERS
) -> None:
    """Answer a request that was not let in, and close: what was not read is not worth reading."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
        *more,
        *refusal.headers,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body read before, then waits for the client to go."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *ANSWER_HEADERS]}
        await send(message)

    return send_with_headers
