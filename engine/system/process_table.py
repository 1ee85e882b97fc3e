"""Which processes matter here, and whose they are: a run's, an endpoint's, the engine's, left over, or a stranger's.

A process is ours by its mark (in its environment, or the log it prints to) and nothing else; it is ended only when its job is certainly dead.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.schema.job import ACTIVE, Job, State
from engine.schema.machine import ProcessRow
from engine.schema.problem import UserError
from engine.system.monitor import Monitor
from engine.system.processes import end_processes, job_marks, log_of

LIVE = ACTIVE | {State.WAITING}  # a waiting job may be about to start, or about to be taken up again
SETTLE_SECONDS = 5.0  # after its job's end a process has this long to go by itself
FRESH_SECONDS = 0.8  # several windows that watch share one look
BIRTH_SECONDS = 2.0  # between fork and exec a process still has its parent's words and environment, then for a moment none
END_GRACE_SECONDS = 3.0
_ROLES = ("shim", "agent", "worker", "server", "nursery", "runner")


@dataclass
class _Known:
    """A process of a job of this home; once it is past its birth only asked for its use."""

    process: psutil.Process
    mark: float
    job: str
    role: str | None
    is_settled: bool


class ProcessTable:
    """The processes of this home's jobs, and those that hold a GPU."""

    def __init__(
        self,
        home: Path,
        monitor: Monitor,
        jobs: Callable[[], Sequence[Job]],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._home, self._monitor, self._jobs, self._wall = home, monitor, jobs, wall
        self._lock = threading.Lock()
        self._ours: dict[int, _Known] = {}
        self._strangers: dict[int, float] = {}  # pid -> mark of a process that is not of our jobs
        self._engine = psutil.Process()
        self._engine.cpu_percent()
        self._rows: tuple[ProcessRow, ...] = ()
        self._looked = 0.0

    def rows(self) -> tuple[ProcessRow, ...]:
        """Every process that matters, ours first."""
        with self._lock:
            if time.monotonic() - self._looked > FRESH_SECONDS:
                self._rows = self._look()
                self._looked = time.monotonic()
            return self._rows

    def end_left_over(self, pid: int, started: float) -> None:
        """End a process that a dead job of this home left behind; refuse every other one."""
        with self._lock:
            self._looked = 0.0
            row = next((row for row in self._look() if row.pid == pid), None)
            known = self._ours.get(pid)
            if row is None or abs(row.started - started) > 0.02:
                raise UserError("process_unknown", pid=pid)
            if not row.can_end or known is None:
                raise UserError("process_not_allowed", pid=pid, name=row.name)
        end_processes([known.process], END_GRACE_SECONDS)

    # --- looking

    def _look(self) -> tuple[ProcessRow, ...]:
        self._find_ours()
        jobs = {job.id: job for job in self._jobs()}
        held = self._gpu_memory()
        rows = [row for known in self._ours.values() if (row := self._our_row(known, jobs, held))]
        own = self._row(self._engine, "engine", held, role="engine")
        shown = {row.pid for row in rows} | {os.getpid()}
        others = [row for pid in held if pid not in shown and (row := self._other_row(pid, held))]
        return (*([own] if own else []), *rows, *others)

    def _find_ours(self) -> None:
        """Ask every process that is new for its mark, and forget those that have gone."""
        present = set(psutil.pids())
        for pid in [pid for pid in self._ours if pid not in present]:
            del self._ours[pid]
        self._strangers = {pid: at for pid, at in self._strangers.items() if pid in present}
        for pid in present - {os.getpid()}:
            with contextlib.suppress(psutil.Error, OSError):
                self._classify(pid, _mark_of(pid))

    def _classify(self, pid: int, mark: float) -> None:
        if self._strangers.get(pid) == mark:
            return
        known = self._ours.get(pid)
        if known and known.mark == mark:
            if not known.is_settled:
                known.is_settled, known.role = self._is_past_birth(known.process), _role_of(known.process)
            return
        self._ours.pop(pid, None)
        process = psutil.Process(pid)
        is_settled = self._is_past_birth(process)
        marks = job_marks(process)
        if marks is None or marks[1] != str(self._home):
            if is_settled:
                self._strangers[pid] = mark
            return
        process.cpu_percent()
        self._ours[pid] = _Known(process, mark, marks[0], _role_of(process), is_settled)

    def _is_past_birth(self, process: psutil.Process) -> bool:
        return self._wall() - process.create_time() > BIRTH_SECONDS

    def _our_row(
        self, known: _Known, jobs: dict[str, Job], held: dict[int, dict[str, int | None]]
    ) -> ProcessRow | None:
        job = jobs.get(known.job)
        if job is None or (job.state not in LIVE and self._has_settled(job)):
            belongs = "left_over"
        else:
            belongs = "endpoint" if job.kind == "serve" else "run"
        return self._row(known.process, belongs, held, known.job, job.name if job else None, known.role)

    def _has_settled(self, job: Job) -> bool:
        return job.ended is None or self._wall() - job.ended > SETTLE_SECONDS

    def _other_row(self, pid: int, held: dict[int, dict[str, int | None]]) -> ProcessRow | None:
        try:
            return self._row(psutil.Process(pid), "other", held)
        except psutil.Error:
            return None

    def _row(
        self,
        process: psutil.Process,
        belongs: str,
        held: dict[int, dict[str, int | None]],
        job: str | None = None,
        job_name: str | None = None,
        role: str | None = None,
    ) -> ProcessRow | None:
        gpus = held.get(process.pid, {})
        known = [bytes for bytes in gpus.values() if bytes is not None]
        try:
            with process.oneshot():
                if process.status() == psutil.STATUS_ZOMBIE:
                    return None
                return ProcessRow(
                    pid=process.pid,
                    started=process.create_time(),
                    name=process.name(),
                    belongs=belongs,
                    job=job,
                    job_name=job_name,
                    role=role,
                    devices=tuple(gpus),
                    device_memory=sum(known) if known else None,
                    memory=process.memory_info().rss,
                    cpu=process.cpu_percent(),
                    can_end=belongs == "left_over",
                )
        except psutil.Error:
            return None

    def _gpu_memory(self) -> dict[int, dict[str, int | None]]:
        """Bytes by GPU of every process that holds one, by pid."""
        held: dict[int, dict[str, int | None]] = {}
        for device, gpu in self._monitor.gpus():
            for pid, memory in self._monitor.nvml.memory_by_process(gpu).items():
                held.setdefault(pid, {})[device] = memory
        return held


def _mark_of(pid: int) -> float:
    """Differs for a later process with the same pid. Cheap: it is asked for every process at each look."""
    if sys.platform.startswith("linux"):
        return Path(f"/proc/{pid}").stat().st_ino
    return psutil.Process(pid).create_time()


def _role_of(process: psutil.Process) -> str | None:
    """What part of its job it plays, from its command line and rank."""
    try:
        words = process.cmdline()
        role = next((word for word in words[1:6] if word in _ROLES), None)
        rank = process.environ().get("RANK", "") if role == "worker" else ""
    except (psutil.Error, OSError):
        return None
    if role == "worker" and not rank and (log := log_of(process.pid)) is not None:  # a forked one
        rank = log.stem.removeprefix("rank")
    return f"rank {rank}" if rank.isdigit() else role
