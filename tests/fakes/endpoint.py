"""An endpoint as a process of its own, asked over real sockets."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from engine.system.paths import MAIN, RunFiles
from tests.conftest import wait_for
from tests.fakes.served_model import SECRET


class Endpoint:
    """``main.py server`` on a run directory, or the same of a program whose runners have no model."""

    def __init__(self, files: RunFiles, program: Path = MAIN) -> None:
        self.files, self._program = files, program
        self._log = (files.root / "server.txt").open("a")
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(self._program), "server", str(self.files.root)],
            stdout=self._log,
            stderr=self._log,
            env={**os.environ, "OMP_NUM_THREADS": "1", "MODELYARD_ATTEMPT": "1"},
        )

    def start_again(self) -> None:
        """Once more, after its end."""
        before = len(self.events("ready"))
        self._start()
        wait_for(lambda: len(self.events("ready")) > before, 30, "ready again")

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

    def told(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], Any]:
        """One request with the right key; gives status, headers in lower case and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json", **headers}
        with contextlib.closing(connection):
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, named, json.loads(answer.read())

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON alone."""
        status, _, said = self.told(method, path, body, **headers)
        return status, said

    def predict(self, *inputs: Any) -> tuple[int, Any]:
        return self.ask("POST", "/v1/predict", {"inputs": list(inputs)})

    def traffic(self) -> list[dict[str, Any]]:
        """The last two minutes, second by second."""
        return self.ask("GET", "/v1/traffic")[1]["seconds"]

    def family(self) -> list[psutil.Process]:
        """Its nursery, and the nursery's runners."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def runner(self, name: str) -> psutil.Process:
        """The process that answers for this name, where the runners have no model."""
        return psutil.Process(self.ask("POST", "/v1/predict", {"model": name})[1]["pid"])

    def log(self) -> str:
        return Path(self._log.name).read_text()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._log.close()
