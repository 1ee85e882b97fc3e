"""The process that has imported what runners need, and becomes a runner by forking itself whenever it is told to.

Its server tells it ``{"start": number, "told": …}`` with the runner's socket, or ``{"kill": number}``, a JSON value a
line; it says ``{"ended": number, "status"}``. It ends with its server, and its runners end with it.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from engine.runner.exchange import NURSERY_VARIABLE, RUNNER_VARIABLE
from engine.system.forking import Forked, fork_role, why_not_fork
from engine.system.processes import die_with_parent
from engine.system.title import entitle

_AT_ONCE = 1 << 16
_MOST_SOCKETS = 64  # that one read may bring


def main(run_dir: str) -> int:
    """Import, then make runners until the server is gone; returns the exit status."""
    told = json.loads(os.environ.pop(NURSERY_VARIABLE))
    die_with_parent(told["server"])
    from engine.runner.imports import import_for_runners  # it loads torch later; the line above comes first

    import_for_runners()
    entitle("nursery", "nursery", run_dir)
    with socket.socket(fileno=told["socket"]) as server:
        _Nursery(server, Path(run_dir)).run()
    return 0


class _Nursery:
    def __init__(self, server: socket.socket, run_dir: Path) -> None:
        self._server, self._run_dir = server, run_dir
        self._runners: dict[int, Forked | subprocess.Popen[bytes]] = {}
        self._waiting = b""
        self._sockets: list[int] = []  # in the order of the lines that they came with
        self._woken, wakes = os.pipe()
        for end in (self._woken, wakes):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # it only has to wake us

    def run(self) -> None:
        ends: list[Any] = [self._server, self._woken]
        while True:
            readable, _, _ = select.select(ends, [], [])
            if self._woken in readable:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, _AT_ONCE)
                self._reap()
            if self._server in readable and not self._listen():
                break
        for runner in self._runners.values():
            runner.kill()

    def _listen(self) -> bool:
        """Do what is told; False when the server is gone."""
        part, sockets, _, _ = socket.recv_fds(self._server, _AT_ONCE, _MOST_SOCKETS)
        if not part:
            return False
        self._sockets += sockets
        *lines, self._waiting = (self._waiting + part).split(b"\n")
        for told in map(json.loads, lines):
            if "start" in told:
                self._start(told["start"], told["told"], self._sockets.pop(0))
            elif (runner := self._runners.get(told["kill"])) is not None:
                runner.kill()
        return True

    def _start(self, number: int, told: dict[str, Any], connection: int) -> None:
        threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(told["threads"]))
        said = json.dumps({**told, "number": number, "socket": connection, "nursery": os.getpid()})
        environment = {**os.environ, **threads, RUNNER_VARIABLE: said}
        try:
            self._runners[number] = self._made(environment, connection)
        except OSError as error:  # no room for another process
            print(f"nursery: {error}", file=sys.stderr, flush=True)
            self._say_ended(number, 1)
        finally:
            os.close(connection)

    def _made(self, environment: dict[str, str], connection: int) -> Forked | subprocess.Popen[bytes]:
        if why_not_fork() is None:
            return fork_role("runner", self._run_dir, environment, keep=[connection], first=_forget_signals)
        return subprocess.Popen(
            [sys.executable, "-I", str(sys.modules["__main__"].__file__), "runner", str(self._run_dir)],
            stdin=subprocess.DEVNULL,
            cwd=self._run_dir,
            env=environment,
            pass_fds=[connection],
        )

    def _reap(self) -> None:
        for number, runner in list(self._runners.items()):
            if (status := runner.poll()) is not None:
                del self._runners[number]
                self._say_ended(number, status)

    def _say_ended(self, number: int, status: int) -> None:
        with contextlib.suppress(OSError):  # the server has gone too
            self._server.sendall(json.dumps({"ended": number, "status": status}).encode() + b"\n")


def _forget_signals() -> None:
    """In a copy: the pipe that a signal would be written to may be another file by now."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
