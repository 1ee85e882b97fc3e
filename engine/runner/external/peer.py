"""Another program that writes tokens, as a process of this runner's own on the loopback address. Which one, subclasses
know; what requests are, nobody here does."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.runner.generation.request import GenerationRequest

_LOOPBACK = "127.0.0.1"
_LONGEST_START = 300.0  # seconds; vLLM compiles
_SILENCE = 300.0  # seconds without a token before it is given up
_LOOK_SECONDS = 0.05
_END_SECONDS = 5.0
_BOUND = Path(__file__).with_name("bound.py")


class PeerFailedError(Exception):
    """It did not start, or does not answer any more."""


@dataclass(frozen=True)
class Task:
    """What a peer is to compute."""

    tokens: Sequence[int]
    most: int
    asked: GenerationRequest
    seed: int
    stops: frozenset[int]


class Peer(ABC):
    """``start``, then any number of ``write`` at a time, then ``close``."""

    name: str  # the runner's
    path: str  # where texts are asked for

    def __init__(self) -> None:
        self.key = secrets.token_urlsafe(32)  # others on this machine may knock at its port too
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @abstractmethod
    def command(self, port: int) -> list[str]:
        """Its program and arguments."""

    @abstractmethod
    def body(self, task: Task) -> dict[str, Any]:
        """What is sent for a task."""

    @abstractmethod
    def told(self, event: dict[str, Any], task: Task) -> tuple[list[int], bool]:
        """The tokens in an event of the answer, and whether it is the last."""

    def environment(self) -> Mapping[str, str]:
        """Variables beside the runner's own."""
        return {}

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, within: float = _LONGEST_START) -> None:
        """Returns when it answers, in so many seconds. Raises PeerFailedError. The thread that calls it must live as long as the peer."""
        self._port = _free_port()
        bound = [sys.executable, "-I", str(_BOUND), str(os.getpid()), *self.command(self._port)]
        self._process = subprocess.Popen(
            bound, stdin=subprocess.DEVNULL, stdout=sys.stderr, env={**os.environ, **self.environment()}
        )
        deadline = time.monotonic() + within
        while not self._is_healthy():
            if not self.is_alive or time.monotonic() > deadline:
                self.close()
                raise PeerFailedError(f"{self.name} did not start")
            time.sleep(_LOOK_SECONDS)

    def write(self, task: Task, connection: "Connection") -> Iterator[int]:
        """Its tokens as they come. Raises PeerFailedError; ends early when the connection is cut from another thread."""
        try:
            yield from self._written(task, connection)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if not connection.is_cut:
                raise PeerFailedError(f"{self.name}: {error}") from error
        finally:
            connection.cut()

    def connection(self) -> "Connection":
        """One for each text."""
        return Connection(self._port)

    def wait(self) -> None:
        """Until it has ended."""
        if self._process is not None:
            self._process.wait()

    def close(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _written(self, task: Task, connection: "Connection") -> Iterator[int]:
        count = 0
        for event in connection.events(self.path, self.body(task), self.key):
            tokens, is_last = self.told(event, task)
            yield from tokens[: task.most - count]
            count += len(tokens)
            if is_last:
                return
        if not connection.is_cut:
            raise PeerFailedError(f"{self.name} broke off")

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection(_LOOPBACK, self._port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Connection:
    """One request to a peer, which any thread may cut: it stops computing then."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection(_LOOPBACK, port, timeout=_SILENCE)
        self.is_cut = False

    def events(self, path: str, body: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
        """Server-sent events as JSON, without the closing ``[DONE]``."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        self._http.request("POST", path, json.dumps(body), headers)
        response = self._http.getresponse()
        if response.status != http.HTTPStatus.OK:
            raise ValueError(response.read(300).decode(errors="replace"))
        for line in response:
            if line.startswith(b"data: ") and not line.startswith(b"data: [DONE]"):
                yield json.loads(line[len(b"data: ") :])

    def cut(self) -> None:
        """Whoever reads from it finds the end."""
        self.is_cut = True
        if (held := self._http.sock) is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((_LOOPBACK, 0))
        port: int = free.getsockname()[1]
        return port
