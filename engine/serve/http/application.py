"""Lets a request in, finds who answers it, and counts it when it has ended. Raw ASGI: a framework costs more than a
small model. It knows no route by name.

Deny by default: form, host and origin are looked at first, then the key, then whether there is such a route and whether
the key may use it, then how much the key has used, and only then is the body read.
"""

import asyncio
import time
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.schema.prediction import error_body
from engine.schema.problem import Problem
from engine.serve.access.key_file import Grant, KeyFile
from engine.serve.http.matching import Table
from engine.serve.http.metrics import Metrics
from engine.serve.http.origins import answer_preflight, shared_with
from engine.serve.http.request import Request
from engine.serve.http.route import Route
from engine.serve.http.routes import ROUTES
from engine.serve.refused import Refused
from engine.serve.traffic import NOBODY
from engine.web.body_room import BodyRoom
from engine.web.guard import ANSWER_HEADERS, FailureLimit, refuse, secret_of
from engine.web.inspection import Head, Inspection, Receive, Scope, Send
from engine.web.refusal import Headers, Refusal

if TYPE_CHECKING:
    from engine.serve.http.surroundings import Surroundings


@dataclass(slots=True, eq=False)
class _Ask:
    """What is known of one request so far."""

    began: float
    route: Route | None = None
    grant: Grant | None = None
    request: Request | None = None
    status: int = 0
    held: int = 0  # bytes of its body
    is_revoked: bool = False  # its key, meanwhile
    headers: Headers = field(default_factory=lambda: ANSWER_HEADERS)  # that its answer carries


class Application:
    """The endpoint as uvicorn calls it."""

    def __init__(
        self, surroundings: "Surroundings", keys: KeyFile, inspection: Inspection, room: BodyRoom
    ) -> None:
        self._surroundings = surroundings
        self._models = surroundings.models
        self._metrics: Metrics = surroundings.metrics
        self._keys = keys
        self._inspection = inspection
        self._room = room
        self._failures = FailureLimit()
        self._table = Table(ROUTES)
        self._under_way: dict[_Ask, asyncio.Task[Any]] = {}  # of keys that were right when they asked

    def end_revoked(self) -> None:
        """End what is answered to keys that are right no more; to be called now and then."""
        gone = self._keys.gone({ask.grant.caller.key for ask in self._under_way})
        for ask, task in self._under_way.items():
            if ask.grant.caller.key in gone:
                ask.is_revoked = True
                task.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        ask = _Ask(time.perf_counter())
        self._metrics.running += 1
        try:
            await self._answer(ask, scope, receive, send)
        except Refusal as refusal:
            ask.status = refusal.status
            body = _refusal_body(ask.route, refusal.status, Problem(code=refusal.code))
            await refuse(refusal, body, scope, send, ask.headers)
        except (
            asyncio.CancelledError
        ):  # its client or its key has gone, or the endpoint ends and waits no longer
            ask.status = 401 if ask.is_revoked else NOBODY
            why = (401, "unauthorised") if ask.is_revoked else (503, "endpoint_ends")
            await self._give_up(ask, scope, send, *why)
        except Exception:  # the boundary of a request: it fails, the endpoint goes on; the log has the reason
            traceback.print_exc()
            ask.status = 500
            await self._give_up(ask, scope, send, 500, "unexpected")
        finally:
            self._under_way.pop(ask, None)
            self._count(ask)

    async def _answer(self, ask: _Ask, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._table.find(scope["path"])
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        ask.route = found[0].get(method) if found else None  # first of all: it knows the form of a refusal
        head = self._inspection.head(scope)
        if b"origin" in head:
            ask.headers = shared_with(head[b"origin"])
        if scope["method"] == "OPTIONS":
            ask.status = await answer_preflight(head, send)
            return
        grant = self._admit(ask, head)
        if ask.route is None:
            raise _no_route(found[0] if found else None)
        _spend(grant, ask.route)
        body = await self._inspection.body(head, receive, ask.route.takes, self._room)
        ask.held = len(body)
        ask.request = Request(
            scope["method"], scope["path"], scope["headers"], body, grant.caller, receive, send, self._models,
            found[1], scope["query_string"], ask.headers, self._surroundings, None, ask.began,
        )  # fmt: skip
        try:
            await ask.route.handler(ask.request)
        except Refused as refused:
            if ask.request.status:  # it is in the middle of its answer: nothing can be said any more
                raise
            content = _refusal_body(ask.route, refused.status, refused.problem)
            await ask.request.reply(refused.status, content, refused.headers)

    def _admit(self, ask: _Ask, head: Head) -> Grant:
        secret = secret_of(head)
        grant = ask.grant = self._keys.find(secret) if secret else None
        if grant is None:
            raise self._failures.refusal()
        self._under_way[ask] = asyncio.current_task()
        return grant

    async def _give_up(self, ask: _Ask, scope: Scope, send: Send, status: int, code: str) -> None:
        """Say so where nothing has been said yet; to a client that has gone this says nothing."""
        if ask.request is None or not ask.request.status:
            again: Headers = [(b"retry-after", b"1")] if status == 503 else []
            body = _refusal_body(ask.route, status, Problem(code=code))
            await refuse(Refusal(status, code, again), body, scope, send, ask.headers)

    def _count(self, ask: _Ask) -> None:
        seconds = time.perf_counter() - ask.began
        self._metrics.running -= 1
        self._room.give(ask.held)
        request = ask.request
        status = ask.status or (request.status if request else 0)
        served = request.served if request else None
        self._metrics.count(served.name if served else "", status, seconds)
        if ask.grant is not None:
            use = ask.grant.use
            use.requests += 1
            use.failed += status >= 400
            use.last_used = time.time()
        if served is not None:
            served.traffic.count(seconds, status)
            if request.first is not None or request.completion_tokens or request.prompt_tokens:
                self._count_tokens(ask.grant, request)

    def _count_tokens(self, grant: Grant, request: Request) -> None:
        served, read, written = request.served, request.prompt_tokens, request.completion_tokens
        if request.first is not None:
            served.traffic.first(request.first)
            self._metrics.first_token(served.name, request.first)
        served.traffic.tokens(read, written)
        self._metrics.tokens(served.name, read, written)
        grant.use.prompt_tokens += read
        grant.use.completion_tokens += written
        if grant.tokens is not None:
            grant.tokens.use(read + written)


def _spend(grant: Grant, route: Route) -> None:
    """Raises Refusal when the key may not do this at all, or not now."""
    if route.action != "any" and route.action not in grant.caller.actions:
        raise Refusal(403, "action_not_allowed")
    if grant.requests is None and grant.tokens is None:
        return
    now = time.monotonic()
    wait = grant.requests.wait(now) if grant.requests is not None else 0
    if grant.tokens is not None and route.action == "infer":
        wait = max(wait, grant.tokens.wait(now))
    if wait:
        raise Refusal(429, "rate_limited", [(b"retry-after", b"%d" % wait)])
    if grant.requests is not None:
        grant.requests.use(1)


def _no_route(methods: dict[str, Route] | None) -> Refusal:
    if methods is None:
        return Refusal(404, "route_unknown")
    return Refusal(405, "method_not_allowed", [(b"allow", ", ".join(sorted(methods)).encode())])


def _refusal_body(route: Route | None, status: int, problem: Problem) -> bytes:
    return route.refuse(status, problem) if route else error_body([problem])
