"""Deny by default: no route answers without the token, whatever was added last."""

import asyncio
import re
import socket

import pytest
from fastapi import FastAPI
from starlette.routing import Route

from engine.api.app import create_app
from engine.api.context import Context
from engine.schema.api import EngineInfo
from tests.api.conftest import TOKEN


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """(method, path) of every route, from what the application itself says of them."""
    described = [
        (method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods
    ]
    plain = [
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    ]
    return sorted({*described, *plain})


def bare_app() -> FastAPI:
    """The application with nothing behind it: a route that is reached fails loudly."""
    info = EngineInfo(version="0", protocol=1, instance="i", pid=1, started=0.0, home="/h")
    context = Context(info, None, None, None, lambda everything: None)  # type: ignore[arg-type]
    return create_app(context, TOKEN, frozenset({b"127.0.0.1:80"}))


EVERY_ROUTE = [*routes_of(bare_app()), ("GET", "/docs"), ("GET", "/redoc"), ("GET", "/nowhere"), ("GET", "/")]
WRONG = {
    "none": "",
    "wrong": "Bearer " + "x" * len(TOKEN),
    "shorter": f"Bearer {TOKEN[:-1]}",
    "longer": f"Bearer {TOKEN}x",
    "basic": f"Basic {TOKEN}",
    "bare": TOKEN,
    "empty": "Bearer ",
}


def test_the_list_holds_the_routes_we_know():
    paths = {path for _, path in EVERY_ROUTE}
    assert len(paths) > 30
    assert {"/openapi.json", "/v1/jobs/{id}/events", "/v1/changes", "/v1/resources/stream"} <= paths


@pytest.mark.parametrize(("method", "path"), EVERY_ROUTE)
def test_no_route_answers_without_the_token(method, path):
    concrete = re.sub(r"\{[^}]*\}", "1", path)
    assert asyncio.run(status_in_process(bare_app(), method, concrete)) == 401


async def status_in_process(app: FastAPI, method: str, path: str) -> int:
    """Ask the application without a socket, with nothing but our own Host."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:80")],
    }
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG.keys())
def test_what_is_nearly_the_token_is_refused(engine, given):
    answer = engine.ask("GET", "/v1/engine", Authorization=given)
    assert answer.status == 401
    assert answer.body["problems"][0]["code"] == "unauthorised"


def test_two_authorization_headers_are_refused_even_when_one_is_right(engine):
    status = raw_status(engine, f"Authorization: Bearer {TOKEN}\r\nAuthorization: Bearer x\r\n")
    assert status == 401


def test_guessing_is_slowed_but_never_locks_the_owner_out(engine):
    statuses = [engine.ask("GET", "/v1/engine", Authorization="Bearer no").status for _ in range(40)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert engine.ask("GET", "/v1/engine").status == 200


def test_an_unknown_route_is_unknown_only_to_who_may_ask(engine):
    assert engine.ask("GET", "/v1/nothing", Authorization="").status == 401
    answer = engine.ask("GET", "/v1/nothing")
    assert (answer.status, answer.body["problems"][0]["code"]) == (404, "route_unknown")


def test_openapi_describes_every_route(engine):
    described = engine.ask("GET", "/openapi.json").body["paths"]
    assert {path for path in described if not path.startswith("/v1/")} == set()
    assert len(described) > 25


def raw_status(engine, headers: str, target: str = "/v1/engine", host: str | None = None) -> int:
    """The status of a request written by hand."""
    named = host if host is not None else f"Host: 127.0.0.1:{engine.port}\r\n"
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as connection:
        connection.sendall(
            f"GET {target} HTTP/1.1\r\n{named}{headers}Connection: close\r\n\r\n".encode("latin-1")
        )
        answer = connection.recv(65536)
    return int(answer.split(b" ", 2)[1]) if answer else 0
