"""What is looked at in every request before anything of it is believed: its form, whom it asks, where it comes from.

A web page in the user's browser, another user of the machine, or a careless program can all reach a port. So each
request must name this server exactly (against DNS rebinding), come from no foreign page, and bring a body of bounded
size and depth. It knows no routes and no secrets.
"""

import functools
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from engine.web.body_room import BodyRoom
from engine.web.json_depth import JsonDepth, is_deeper_than
from engine.web.refusal import Headers, Refusal

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Head = dict[bytes, bytes]  # headers by name

JSON = b"application/json"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OWN_SITES = frozenset({b"none", b"same-origin"})
_HIDDEN = (b"%2f", b"%5c", b"%00", b"%2e", b"\\", b"#")
_SINGLE = frozenset(
    {b"host", b"origin", b"sec-fetch-site", b"authorization", b"content-length", b"content-type"}
    | {b"content-encoding", b"transfer-encoding", b"inference-header-content-length"}
)
_DOUBLED = b"\0"  # what no header can hold and nothing equals: which of two was meant is not ours to guess


@dataclass(frozen=True)
class Limits:
    """The largest request that is read at all; sizes in bytes."""

    body: int = 8 << 20
    depth: int = 64
    values: int = (
        4 << 20
    )  # of a JSON text, by its commas: “{}” takes a parser a hundred bytes, and ten million hold up all
    headers: int = 64
    header_bytes: int = 16 << 10


class Inspection:
    """The checks of one server. Each raises Refusal."""

    def __init__(
        self, hosts: frozenset[bytes], origins: frozenset[bytes] = frozenset(), limits: Limits | None = None
    ) -> None:
        self._hosts = hosts
        self._origins = origins
        self._limits = limits or Limits()

    def head(self, scope: Scope) -> Head:
        """The headers by name, of a request that is plainly written, asks this server and comes from no foreign page."""
        headers: Headers = scope["headers"]
        size = sum([len(name) + len(value) for name, value in headers])
        if len(headers) > self._limits.headers or size > self._limits.header_bytes:
            raise Refusal(431, "headers_too_large")
        if not _is_plain_path(scope["path"], scope.get("raw_path")):
            raise Refusal(400, "bad_path")
        if scope["method"] not in _METHODS:
            raise Refusal(405, "method_not_allowed")
        head = dict(headers)
        if len(head) != len(headers):
            _mark_doubled(head, headers)
        if head.get(b"host", b"").lower() not in self._hosts:
            raise Refusal(403, "host_not_allowed")
        self._check_origin(head)
        return head

    def _check_origin(self, head: Head) -> None:
        origin = head.get(b"origin")
        foreign = origin is None and head.get(b"sec-fetch-site", b"none") not in _OWN_SITES
        if foreign or (origin is not None and origin not in self._origins):
            raise Refusal(403, "origin_not_allowed")

    async def body(
        self,
        head: Head,
        receive: Receive,
        takes: frozenset[bytes] = frozenset({JSON}),
        room: BodyRoom | None = None,
    ) -> bytes:
        """The whole body, of one of these content types; JSON is not too deep for a parser. Empty where there is none.

        Its bytes are taken from ``room``; whoever gets the body gives them back.
        """
        length = head.get(b"content-length", b"0")
        if length == b"0" and b"transfer-encoding" not in head:
            return b""
        kind = _kind_of(head)
        if kind not in takes or b"content-encoding" in head:
            raise Refusal(415, "not_json_type")
        if not length.isdigit() or int(length[:20]) > self._limits.body:
            raise Refusal(413, "body_too_large")
        taken = BodyRoom(self._limits.body) if room is None else room
        look = self._json_check() if kind == JSON else None
        parts: list[bytes] = []
        try:
            await self._collect(receive, parts, taken, look)
        except BaseException:  # also a client that goes: its bytes are nobody's now
            taken.give(sum(map(len, parts)))
            raise
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def _collect(
        self, receive: Receive, parts: list[bytes], room: BodyRoom, look: Callable[[bytes, bool], None] | None
    ) -> None:
        """Count what arrives: a length that a client declares proves nothing."""
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "not_json")
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            if size > self._limits.body:
                raise Refusal(413, "body_too_large")
            room.take(len(part))
            parts.append(part)
            if look is not None:
                look(part, more)

    def _json_check(self) -> Callable[[bytes, bool], None]:
        """Looks at each part as it comes, so that a large body holds up nobody for long."""
        limit, depth, left = self._limits.depth, None, self._limits.values

        def look(part: bytes, more: bool) -> None:
            nonlocal depth, left
            if b"\0" in part:  # also what UTF-16 and UTF-32 would bring
                raise Refusal(400, "not_json")
            if depth is None and not more:
                is_deep = is_deeper_than(part, limit)
            else:
                depth = depth or JsonDepth(limit)
                is_deep = depth.exceeds(part)
            if is_deep:
                raise Refusal(400, "body_too_deep")
            left -= part.count(b",")
            if left < 0:
                raise Refusal(413, "body_too_large")

        return look


def loopback_hosts(port: int) -> frozenset[bytes]:
    """The two names under which a server on this machine is asked for."""
    return frozenset({b"127.0.0.1:%d" % port, b"localhost:%d" % port})


def _mark_doubled(head: Head, headers: Headers) -> None:
    seen = set()
    for name, _ in headers:
        if name in seen and name in _SINGLE:
            head[name] = _DOUBLED
        seen.add(name)


def _kind_of(head: Head) -> bytes:
    kind, _, parameters = head.get(b"content-type", b"").lower().partition(b";")
    return kind.strip() if parameters.strip() in (b"", b"charset=utf-8") else b""


@functools.lru_cache(maxsize=1024)
def _is_plain_path(path: str, raw: bytes | None) -> bool:
    """One way to write each path: what a router could read differently than we did is refused."""
    if not path.startswith("/") or "//" in path or not path.isprintable() or "\ufffd" in path:
        return False
    if any(part in (".", "..") or part.endswith(".") for part in path.split("/")):
        return False
    hidden = (raw or path.encode()).lower()
    return not any(sign in hidden for sign in _HIDDEN)
