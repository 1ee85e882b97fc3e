"""An endpoint's HTTP server on a real socket, in a thread of the test, before models that answer from a script."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.schema.serve import ServeSpec
from engine.serve.http.server import HttpServer
from engine.system.paths import Home
from engine.web.keys import digest_of
from tests.fakes.models import FakeModels, FakeServed
from tests.fakes.served_model import SECRET, write_keys


class Door:
    """The server, and how it is asked."""

    def __init__(self, home: Home, names: tuple[str, ...], **fields: Any) -> None:
        self.files = home.run("endpoint-1")
        self.files.root.mkdir(parents=True, exist_ok=True)
        if not home.keys.exists():
            write_keys(self.files, SECRET)
        given = {"models": [{"name": name, "model": name} for name in names], **fields}
        self._models = FakeModels()
        self.server = HttpServer(ServeSpec.model_validate(given), self.files, self._models, self._tend)
        self.port = int(self.server.url.rpartition(":")[2])
        self.loop: Any = None
        self.served: dict[str, FakeServed] = {}
        self._names = names
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self.server.run, daemon=True)

    def start(self, make: Callable[[str], FakeServed]) -> "Door":
        self._make = make
        self._thread.start()
        assert self._ready.wait(10)
        return self

    async def _tend(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.served = {name: self._make(name) for name in self._names}
        self._models.serve(*self.served.values())
        self._ready.set()
        await asyncio.Event().wait()

    def ask(
        self, method: str, path: str, body: Any = None, secret: str = SECRET, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {secret}"} if secret else {}
        if content is not None:
            sent["Content-Type"] = "application/json"
        connection.request(
            method, path, content, {**sent, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def json(self, *given: Any, **more: Any) -> tuple[int, Any]:
        status, _, text = self.ask(*given, **more)
        return status, json.loads(text)

    def code(self, *given: Any, **more: Any) -> tuple[int, str]:
        """Status and code of a refusal in the endpoint's own envelope."""
        status, body = self.json(*given, **more)
        return status, body["error"]["code"]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def head(self, method: str, path: str, *lines: str) -> bytes:
        """The head of a request with the right key."""
        all_lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Authorization: Bearer {SECRET}",
        ]
        return "\r\n".join([*all_lines, *lines, "", ""]).encode()

    def answers(self) -> bool:
        return self.ask("GET", "/health")[0] == 200

    def end(self) -> None:
        self.server.stop()
        self._thread.join(10)


@pytest.fixture
def open_door(home: Home) -> Iterator[Callable[..., Door]]:
    """Open an endpoint for some names; ``make`` gives the model of a name."""
    doors: list[Door] = []

    def open_(*names: str, make: Callable[[str], FakeServed] = FakeServed, **fields: Any) -> Door:
        doors.append(Door(home, names or ("m",), **fields))
        return doors[-1].start(make)

    yield open_
    for door in doors:
        door.end()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One endpoint for the tests of a module that change nothing; a key for each action, all, and one that is over."""
    home = Home(tmp_path_factory.mktemp("home")).create()
    rows = [_row(f"my-{action}", actions=[action]) for action in ("infer", "metrics", "manage")]
    rows += [_row(SECRET), _row("my-expired", expires=1.0)]
    home.keys.write_text(json.dumps({"keys": rows}))
    door = Door(home, ("m",)).start(FakeServed)
    yield door
    door.end()


def _row(secret: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": secret, "name": secret, "sha256": digest_of(secret), "actions": ["infer", "metrics", "manage"], **fields,
    }  # fmt: skip
