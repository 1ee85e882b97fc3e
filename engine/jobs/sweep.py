"""Ends every process of a job but the one that asks: marked ones, and descendants that dropped the mark."""

import contextlib
import os
import time

import psutil

from engine.system.paths import RunFiles
from engine.system.processes import end_processes, processes_of_job

PATIENCE = 20.0  # a process in an uninterruptible read may take its time; then it is left to the engine


def sweep(files: RunFiles) -> None:
    """Return when nothing of the job is left, our own process aside."""
    deadline = time.monotonic() + PATIENCE
    while (left := _left(files)) and time.monotonic() < deadline:
        end_processes(left, grace=0)
        _reap()


def _left(files: RunFiles) -> list[psutil.Process]:
    own = os.getpid()
    found = {process.pid: process for process in processes_of_job(files.id, files.home.root)}
    with contextlib.suppress(psutil.Error):
        found |= {
            process.pid: process for process in psutil.Process().children(recursive=True) if _runs(process)
        }
    return [process for pid, process in found.items() if pid != own]


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
