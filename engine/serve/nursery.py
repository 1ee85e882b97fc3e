"""The server's end of its nursery: the process that has imported what runners need, and makes them by forking itself.

The first is made before anything else happens in the server: a copy of it where the server has torch already (it was
forked from the warm process), else a program of its own that imports while the server does. A nursery that is lost is
made anew; its runners go with it.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from engine.runner.exchange import NURSERY_VARIABLE
from engine.system.forking import Forked, fork_role, has_torch, why_not_fork
from engine.system.paths import MAIN

_AT_ONCE = 1 << 16


class Nursery:
    """Made and used by one thread. Until ``listen`` what it says is not heard."""

    def __init__(self, run_dir: Path, program: Path = MAIN) -> None:
        self._run_dir, self._program = run_dir, program
        self._number = 0
        self._endings: dict[int, asyncio.Future[int | None]] = {}
        self._waiting = b""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._begin()

    def listen(self) -> None:
        """Hear it, on the loop that runs now."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._hear)

    def start(self, told: dict[str, Any], connection: int) -> int:
        """Have a runner made that gets this socket; returns its number. Raises OSError where no nursery can be made."""
        if self._process.poll() is not None and not self._closed:
            self._renew()
        self._number += 1
        assert self._loop is not None  # noqa: S101 - listen comes first
        self._endings[self._number] = self._loop.create_future()
        line = json.dumps({"start": self._number, "told": told}).encode() + b"\n"
        with contextlib.suppress(
            OSError
        ):  # it has just died: its end is heard at once, and that of the runner
            socket.send_fds(self._socket, [line], [connection])
        return self._number

    def kill(self, number: int) -> None:
        """End a runner, whatever it does."""
        with contextlib.suppress(OSError):
            self._socket.sendall(json.dumps({"kill": number}).encode() + b"\n")

    async def ended(self, number: int) -> int | None:
        """Wait for the end of a runner: its exit status, below zero for a signal; None when nobody knows it."""
        status = await asyncio.shield(self._endings[number])
        self._endings.pop(number, None)
        return status

    def close(self) -> None:
        """End it, and so every runner; what is started afterwards never is."""
        if self._closed:
            return
        self._closed = True
        if self._loop is not None and not self._loop.is_closed() and self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2.0)
        self._process.kill()

    def _begin(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = _process(self._run_dir, self._program, theirs.fileno())

    def _hear(self) -> None:
        try:
            part = self._socket.recv(_AT_ONCE)
        except OSError:
            part = b""
        if not part:
            self._renew()
            return
        *lines, self._waiting = (self._waiting + part).split(b"\n")
        for line in lines:
            told = json.loads(line)
            self._end(told["ended"], told["status"])

    def _renew(self) -> None:
        """It has ended, and its runners with it."""
        assert self._loop is not None  # noqa: S101 - what is heard is heard on a loop
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        self._process.kill()
        self._process.wait()
        self._waiting = b""
        for number in list(self._endings):
            self._end(number, None)
        self._begin()
        self._loop.add_reader(self._socket, self._hear)

    def _end(self, number: int, status: int | None) -> None:
        ending = self._endings.get(number)
        if ending is not None and not ending.done():
            ending.set_result(status)


def _process(run_dir: Path, program: Path, connection: int) -> Forked | subprocess.Popen[bytes]:
    told = json.dumps({"socket": connection, "server": os.getpid()})
    environment = {**os.environ, NURSERY_VARIABLE: told}
    is_program = getattr(sys.modules["__main__"], "__file__", None) == str(program)
    if is_program and has_torch() and why_not_fork() is None:
        return fork_role("nursery", run_dir, environment, keep=[connection])
    return subprocess.Popen(
        [sys.executable, "-I", str(program), "nursery", str(run_dir)],
        stdin=subprocess.DEVNULL,
        cwd=run_dir,
        env=environment,
        pass_fds=[connection],
    )
