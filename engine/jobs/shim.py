"""Stands around one start of a job: starts its processes, ends every one of them, and says how it ended.

It uses neither torch nor the engine, so it starts fast and outlives both. ``exit.json`` is its last act. Where the
warm process made it, torch is imported in it all the same: then its child is a copy of it, and spared the import.
"""

import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from engine.jobs.outcome import decide_exit
from engine.jobs.sweep import sweep
from engine.system.faultpoint import faultpoint
from engine.system.files import read_json, write_json
from engine.system.forking import Forked, fork_role, has_torch, why_not_fork
from engine.system.lock import take_lock
from engine.system.oom import oom_kills
from engine.system.paths import MAIN, RunFiles
from engine.system.processes import become_subreaper, own_identity
from engine.system.stillness import STILL_SECONDS, Patience, is_stopped

POLL = 0.05
HEARTBEAT = 1.0
GRACE = 60.0  # for a checkpoint after an order; a run that has not left by then is made to
GRACE_NOW = 2.0
TERMINATE_GRACE = 3.0
LOCK_PATIENCE = 1.0  # whoever asks whether the lock is held takes it for a moment

ROLES = {"train": "agent", "serve": "server"}
SECOND_COPY = 3

Child = Forked | subprocess.Popen


def main(run_dir: str, program: Path = MAIN) -> int:
    """Keep one attempt of the run in ``run_dir``. The exit status says nothing; exit.json does."""
    files = RunFiles(Path(run_dir))
    lock = _take_lock(files)
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    if lock is None or (read_json(files.job) or {}).get("attempt", attempt) != attempt:
        return SECOND_COPY
    _lead()
    write_json(files.shim, {**own_identity().as_json(), "attempt": attempt})
    try:
        ending = Shim(files, attempt, program).keep()
    except Exception as error:  # a process boundary: whatever went wrong is written down
        traceback.print_exc()
        sweep(files)
        ending = {"outcome": "failed", "code": 1, "error": _unexpected(error)}
    faultpoint("shim.before_exit", attempt=attempt)
    write_json(files.exit, {"attempt": attempt, "ended": time.time(), **ending})
    return 0


class Shim:
    """One child, looked after until nothing of it is left."""

    def __init__(self, files: RunFiles, attempt: int, program: Path) -> None:
        self._files = files
        self._attempt = attempt
        self._program = program
        self._order: dict[str, Any] = {}
        self._order_seen: int | None = None
        self._deadline: float | None = None
        self._terminated = False
        self._signals = 0
        self._beat = 0.0
        self._frozen = Patience(STILL_SECONDS)

    def keep(self) -> dict[str, Any]:
        """Start the child, follow it, sweep up, and say how it ended."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._on_signal)
        kills_before = oom_kills()
        child = self._start()
        while (status := child.poll()) is None:
            self._beat_heart(child)
            self._reap_orphans(child.pid)
            self._follow_orders(child)
            time.sleep(POLL)
        faultpoint("shim.child_ended", attempt=self._attempt)
        sweep(self._files)
        return decide_exit(
            self._files,
            self._attempt,
            status=status,
            order=self._order.get("order"),
            forced=self._terminated,
            out_of_memory=oom_kills() > kills_before,
        )

    def _start(self) -> Child:
        role = ROLES[(read_json(self._files.spec) or {}).get("kind", "train")]
        environment = {**os.environ, **thread_variables(read_json(self._files.plan) or {})}
        self._files.logs.mkdir(mode=0o700, exist_ok=True)
        with (self._files.logs / f"{role}.txt").open("ab") as output:
            if has_torch() and why_not_fork() is None:
                return fork_role(role, self._files.root, environment, output=output.fileno())
            return subprocess.Popen(
                [sys.executable, "-I", str(self._program), role, str(self._files.root)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._files.root,
                env=environment,
            )

    def _beat_heart(self, child: Child) -> None:
        now = time.monotonic()
        if now - self._beat < HEARTBEAT:
            return
        self._beat = now
        os.utime(self._files.shim)
        if self._frozen.is_over(is_stopped(child.pid)):
            child.kill()  # nobody wakes it: it would look alive for ever

    def _reap_orphans(self, child: int) -> None:
        """Take in what was handed to us as sub-reaper; the child itself is left to its own poll."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None or ended.si_pid == child:
                return
            os.waitpid(ended.si_pid, 0)

    def _follow_orders(self, child: Child) -> None:
        """See that a stop or a pause is followed in time; after that, make it so."""
        self._read_order()
        if self._deadline is None or time.monotonic() < self._deadline:
            return
        if self._terminated:
            child.kill()
        else:
            self._terminated = True
            child.terminate()
            self._deadline = time.monotonic() + TERMINATE_GRACE

    def _read_order(self) -> None:
        try:
            changed = self._files.order.stat().st_mtime_ns
        except FileNotFoundError:
            return
        if changed == self._order_seen:
            return
        self._order_seen = changed
        order = read_json(self._files.order)
        if not isinstance(order, dict) or order.get("attempt") != self._attempt or not order.get("order"):
            return
        grace = GRACE_NOW if order.get("now") else GRACE
        by_now = time.monotonic() + grace
        first = self._deadline is None or order.get("order") != self._order.get("order")
        self._deadline = by_now if first else min(self._deadline or by_now, by_now)
        self._order = order

    def _on_signal(self, number: int, frame: object) -> None:
        """The machine shuts down, or a person ended us: checkpoint and leave; a second signal is for now."""
        self._signals += 1
        told = read_json(self._files.order) or {}
        checkpoint = told.get("checkpoint", 0) if told.get("attempt") == self._attempt else 0
        order = {
            "attempt": self._attempt,
            "order": "stop",
            "checkpoint": checkpoint,
            "now": self._signals > 1,
        }
        write_json(self._files.order, order)


def thread_variables(plan: dict[str, Any]) -> dict[str, str]:
    """How many threads each rank's libraries may take, so that ranks do not fight over the cores."""
    threads = str(max(1, int(plan.get("threads_per_rank") or 1)))
    return dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)


def _take_lock(files: RunFiles) -> int | None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while (lock := take_lock(files.root / "shim.lock")) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return lock


def _lead() -> None:
    if hasattr(os, "setsid") and os.getsid(0) != os.getpid():
        os.setsid()
    become_subreaper()


def _unexpected(error: BaseException) -> dict[str, Any]:
    return {"code": "unexpected", "params": {"code": type(error).__name__}}
