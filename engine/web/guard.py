"""Stands before an application and lets in only what may come in: deny by default, on every path.

A web page in the user's browser, another user of the machine, or a careless program can all reach a
loopback port. So each request must name this server exactly (against DNS rebinding), come from no foreign page, show
a secret, and be JSON of bounded size and depth. It knows no routes: what it refuses never reaches the application.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from engine.web.json_depth import is_deeper_than

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_OWN_SITES = frozenset({b"none", b"same-origin"})
_HIDDEN = (b"%2f", b"%5c", b"%00", b"%2e", b"\\")
_ANSWER_HEADERS: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


@dataclass(frozen=True)
class Limits:
    """The largest request that is read at all; sizes in bytes, times in seconds."""

    body: int = 8 << 20
    body_seconds: float = 30.0
    depth: int = 64
    headers: int = 64
    header_bytes: int = 16 << 10


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of ours
    """A request ends here, with this status and code and nothing that depends on its content."""

    def __init__(self, status: int, code: str, headers: Headers | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or []


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


def loopback_hosts(port: int) -> frozenset[bytes]:
    """The two names under which a server on this machine is asked for."""
    return frozenset({b"127.0.0.1:%d" % port, b"localhost:%d" % port})


def problem_body(status: int, code: str) -> bytes:
    """The engine's error body; a served model gives a function of its own."""
    return json.dumps(
        {"problems": [{"code": code, "field": None, "params": {}, "severity": "error"}]}
    ).encode()


class Guard:
    """ASGI middleware. ``authorise`` gets the bearer's secret; ``error_body`` gives the body of a refusal."""

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
        self._hosts = hosts
        self._error_body = error_body
        self._origins = origins
        self._limits = limits or Limits()
        self._failures = failures or FailureLimit()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            self._check_shape(scope)
            self._check_origin(scope["headers"])
            self._check_secret(scope["headers"])
            if self._has_json_body(scope["headers"]):
                receive = await self._read_body(scope["headers"], receive)
        except Refusal as refusal:
            await self._refuse(refusal, scope, send)
            return
        await self._app(scope, receive, _with_headers(send))

    def _check_shape(self, scope: MutableMapping[str, Any]) -> None:
        headers: Headers = scope["headers"]
        size = sum(len(name) + len(value) for name, value in headers)
        if len(headers) > self._limits.headers or size > self._limits.header_bytes:
            raise Refusal(431, "headers_too_large")
        if not _is_plain_path(scope["path"], scope.get("raw_path")):
            raise Refusal(400, "bad_path")
        if scope["method"] not in _METHODS:
            raise Refusal(405, "method_not_allowed")

    def _check_origin(self, headers: Headers) -> None:
        hosts = _values(headers, b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise Refusal(403, "host_not_allowed")
        origins = _values(headers, b"origin")
        if any(origin not in self._origins for origin in origins):
            raise Refusal(403, "origin_not_allowed")
        if not origins and any(site not in _OWN_SITES for site in _values(headers, b"sec-fetch-site")):
            raise Refusal(403, "origin_not_allowed")

    def _check_secret(self, headers: Headers) -> None:
        given = _values(headers, b"authorization")
        scheme, _, secret = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        if scheme.lower() != b"bearer" or not self._authorise(secret.strip().decode("latin-1")):
            raise self._failures.refusal()

    def _has_json_body(self, headers: Headers) -> bool:
        lengths = _values(headers, b"content-length")
        if not _values(headers, b"transfer-encoding") and all(length == b"0" for length in lengths):
            return False
        types = _values(headers, b"content-type")
        kind, _, parameters = types[0].lower().partition(b";") if len(types) == 1 else (b"", b"", b"")
        is_json = kind.strip() == b"application/json"
        if (
            not is_json
            or parameters.strip() not in (b"", b"charset=utf-8")
            or _values(headers, b"content-encoding")
        ):
            raise Refusal(415, "not_json_type")
        return True

    async def _read_body(self, headers: Headers, receive: Receive) -> Receive:
        """Take the whole body in, counting what arrives: a length that a client declares proves nothing."""
        for length in _values(headers, b"content-length"):
            if not length.isdigit() or int(length[:20]) > self._limits.body:
                raise Refusal(413, "body_too_large")
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                body = await self._collect(receive)
        except TimeoutError:
            raise Refusal(408, "body_too_slow") from None
        if b"\0" in body:  # also what UTF-16 and UTF-32 would bring
            raise Refusal(400, "not_json")
        if is_deeper_than(body, self._limits.depth):
            raise Refusal(400, "body_too_deep")
        return _replay(body, receive)

    async def _collect(self, receive: Receive) -> bytes:
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "not_json")
            part = message.get("body", b"")
            size += len(part)
            if size > self._limits.body:
                raise Refusal(413, "body_too_large")
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def _refuse(self, refusal: Refusal, scope: MutableMapping[str, Any], send: Send) -> None:
        body = self._error_body(refusal.status, refusal.code)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),  # what was not read is not worth reading
            *_ANSWER_HEADERS,
            *refusal.headers,
        ]
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _values(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _is_plain_path(path: str, raw: bytes | None) -> bool:
    """One way to write each path: what a router could read differently than we did is refused."""
    if not path.startswith("/") or "//" in path or not path.isprintable():
        return False
    if any(part in (".", "..") or part.endswith(".") for part in path.split("/")):
        return False
    hidden = (raw or path.encode()).lower()
    return not any(sign in hidden for sign in _HIDDEN)


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
            message = {**message, "headers": [*message.get("headers", ()), *_ANSWER_HEADERS]}
        await send(message)

    return send_with_headers
