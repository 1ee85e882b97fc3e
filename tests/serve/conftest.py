"""A served model as a process of its own, asked over real sockets."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.system.paths import MAIN, Home, RunFiles
from tests.conftest import wait_for
from tests.fakes.served_model import (
    SECRET,
    endpoint_directory,
    save_language_model,
    save_table_model,
    save_text_model,
)


class Endpoint:
    """``main.py server`` on a run directory."""

    def __init__(self, files: RunFiles) -> None:
        self.files = files
        self._log = (files.root / "server.txt").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(MAIN), "server", str(files.root)],
            stdout=self._log,
            stderr=self._log,
            env={**os.environ, "OMP_NUM_THREADS": "1", "MODELYARD_ATTEMPT": "1"},
        )

    def wait_until_ready(self) -> "Endpoint":
        wait_for(lambda: self.events("ready") or self.process.poll() is not None, 30, "ready")
        assert self.process.poll() is None, self.log()
        return self

    @property
    def port(self) -> int:
        return int(self.events("ready")[-1]["url"].rpartition(":")[2])

    def events(self, kind: str) -> list[dict[str, Any]]:
        if not self.files.events.exists():
            return []
        lines = self.files.events.read_text().splitlines(keepends=True)
        said = [json.loads(line) for line in lines if line.endswith("\n")]
        return [event for event in said if event["kind"] == kind]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """One request with the right key; gives status and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json", **headers}
        connection.request(method, path, content, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text)

    def predict(self, *inputs: Any) -> tuple[int, Any]:
        return self.ask("POST", "/v1/predict", {"inputs": list(inputs)})

    def log(self) -> str:
        return Path(self._log.name).read_text()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._log.close()


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home")).create()


@pytest.fixture(scope="module")
def table(module_home: Home) -> Iterator[Endpoint]:
    """A table model, served for all tests of a module."""
    save_table_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "table-1")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture(scope="module")
def text(module_home: Home) -> Iterator[Endpoint]:
    save_text_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "text-1", id="endpoint-2")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture(scope="module")
def language(module_home: Home) -> Iterator[Endpoint]:
    save_language_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "language-1", id="endpoint-3")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture
def start(home: Home) -> Iterator[Any]:
    """Start an endpoint of a fresh home; it is ended afterwards."""
    started: list[Endpoint] = []

    def start_endpoint(**fields: Any) -> Endpoint:
        if not home.run("table-1").model.exists():
            save_table_model(home)
        started.append(Endpoint(endpoint_directory(home, "table-1", **fields)))
        return started[-1]

    yield start_endpoint
    for endpoint in started:
        endpoint.end()
