"""Processes by identity, never by pid alone: who is alive, who is ours, and how they end."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil

JOB_VARIABLE = "MODELYARD_JOB_ID"  # in the environment of every process of a job, so leftovers can be found
HOME_VARIABLE = "MODELYARD_JOB_HOME"  # the home that job belongs to: two homes never touch each other's

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Identity:
    """A process that cannot be mistaken for a later one with the same pid."""

    pid: int
    started: float  # seconds since boot on Linux, which no step of the wall clock moves; else since the epoch
    boot: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> "Identity | None":
        try:
            return cls(int(value["pid"]), float(value["started"]), str(value["boot"]))
        except (KeyError, TypeError, ValueError):
            return None


@cache
def boot_id() -> str:
    """Different after each boot of the machine."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return str(int(psutil.boot_time()))


def identity_of(pid: int) -> Identity | None:
    """Who has this pid now; None when nobody has."""
    try:
        return Identity(pid, _start_of(pid), boot_id())
    except (psutil.Error, OSError):
        return None


def own_identity() -> Identity:
    return Identity(os.getpid(), _start_of(os.getpid()), boot_id())


def _start_of(pid: int) -> float:
    """When the process began. psutil adds the boot time as of now, which moves when the clock is set."""
    if not sys.platform.startswith("linux"):
        return psutil.Process(pid).create_time()
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[19]) / os.sysconf("SC_CLK_TCK")  # field 22, starttime, see proc(5)


def is_alive(identity: Identity | None) -> bool:
    """Whether that very process still runs. A zombie does not."""
    if identity is None or identity.boot != boot_id():
        return False
    try:
        same = abs(_start_of(identity.pid) - identity.started) < 0.02
        return same and psutil.Process(identity.pid).status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):
        return False


class Followed:
    """A process that is not our child, by its identity: as much of ``subprocess.Popen`` as a keeper needs."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.pid = identity.pid

    def poll(self) -> int | None:
        """None while it lives, then 0: how a stranger ended, nobody tells us."""
        return None if is_alive(self.identity) else 0

    def wait(self, timeout: float) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        if not wait_until_gone(self.identity, timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return 0

    def kill(self) -> None:
        if is_alive(self.identity):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def processes_of_job(job_id: str, home: Path) -> list[psutil.Process]:
    """Every live process that carries this job's mark, wherever it hangs in the tree."""
    return [
        process
        for process in psutil.process_iter()
        if (marks := job_marks(process)) and marks == (job_id, str(home))
    ]


def job_marks(process: psutil.Process) -> tuple[str, str] | None:
    """(job id, home) of a process; None for a stranger or a process we may not read.

    The mark stands in its environment. A forked process shows its parent's there; it is known by the log of a run
    that it prints to, which its own children inherit as they would the mark.
    """
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        environment = process.environ()
    except (psutil.Error, OSError):
        return None
    if job := environment.get(JOB_VARIABLE):
        return job, environment.get(HOME_VARIABLE, "")
    log = log_of(process.pid)
    return (log.parents[1].name, str(log.parents[3])) if log else None


def log_of(pid: int) -> Path | None:
    """The log of a run that is the standard output of this process: HOME/runs/JOB/logs/NAME.txt. Linux only."""
    try:
        target = os.readlink(f"/proc/{pid}/fd/1")  # noqa: PTH115 - asked of every process there is
    except OSError:
        return None
    parts = target.removesuffix(" (deleted)").split("/")
    if len(parts) < 6 or parts[-2] != "logs" or parts[-4] != "runs" or not parts[-1].endswith(".txt"):
        return None
    return Path("/".join(parts))


def end_processes(processes: Iterable[psutil.Process], grace: float) -> None:
    """Ask them to end, then after ``grace`` seconds make them. Returns when they are gone."""
    waiting = list(processes)
    for process in waiting:
        with contextlib.suppress(psutil.Error):
            process.terminate() if grace > 0 else process.kill()
    stubborn = _wait_for_ends(waiting, grace if grace > 0 else 5)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
            process.resume()
    _wait_for_ends(stubborn, 5)


def _wait_for_ends(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until they have ended, and say which have not. A zombie has: its parent may never reap it."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if _runs(process)]) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends. ``parent`` is the pid it was started by."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os.kill(os.getpid(), signal.SIGKILL)


def become_subreaper() -> None:
    """Have orphans among our descendants handed to us, so that they can be ended."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def wait_until_gone(identity: Identity, seconds: float) -> bool:
    """Wait for a process that is not our child; True when it ended in time."""
    deadline = time.monotonic() + seconds
    while is_alive(identity):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
