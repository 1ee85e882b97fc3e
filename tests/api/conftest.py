"""The engine's application on a real socket, with a service in memory."""

import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from engine.api.app import create_app
from engine.api.context import Context
from engine.schema.api import EngineInfo
from engine.system.monitor import Monitor
from engine.system.process_table import ProcessTable
from engine.web.guard import loopback_hosts
from engine.web.patience import PatientProtocol
from tests.fakes.service import FakeService

TOKEN = "the-right-token-of-this-test-engine-0123456789"


@dataclass
class Asked:
    status: int
    body: Any
    headers: dict[str, str]


class Engine:
    """A running engine, with a fake service behind it unless it is given another."""

    def __init__(self, home: Path, port: int = 0, service: Any = None) -> None:
        self.service = service or FakeService(home)
        self.stopped: list[bool] = []
        self.token = TOKEN
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.instance = os.urandom(4).hex()
        self.monitor = Monitor(home)
        info = EngineInfo(
            version="0", protocol=1, instance=self.instance, pid=os.getpid(), started=0.0, home=str(home)
        )
        table = ProcessTable(home, self.monitor, self.service.jobs)
        self.context = Context(info, self.service, self.monitor, table, self.stopped.append)
        self.app = create_app(self.context, TOKEN, loopback_hosts(self.port))
        config = uvicorn.Config(
            self.app,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_level="critical",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self.listener]}, daemon=True
        )

    def start(self) -> "Engine":
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.005)
        return self

    def end(self) -> None:
        self.context.closing.set()
        self._server.should_exit = True
        self._thread.join(10)
        self.listener.close()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Asked:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Authorization": f"Bearer {TOKEN}", **headers}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, body, {name: value for name, value in sent.items() if value})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return Asked(answer.status, json.loads(text) if text else None, dict(answer.headers))

    def address(self) -> tuple[str, str]:
        return self.url, self.token


@contextlib.contextmanager
def engine_on(home: Path, port: int = 0, service: Any = None) -> Iterator[Engine]:
    engine = Engine(home, port, service).start()
    try:
        yield engine
    finally:
        engine.end()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with engine_on(tmp_path / "home") as running:
        yield running


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for the tests of a file that change nothing in it."""
    with engine_on(tmp_path_factory.mktemp("shared") / "home") as running:
        yield running
