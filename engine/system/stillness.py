"""Processes that live and do nothing: stopped by a signal, or waiting for what never comes. Ends nothing."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

STILL_SECONDS = 60.0  # after which what is still will not move again by itself
LOOK_SECONDS = 1.0
_IDLE = 0.02  # a process that computes less than this share of the time only waits


class Patience:
    """How long something has held without a break. Time in which we ourselves stood still does not count."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._looked = clock()
        self._held = 0.0

    def is_over(self, holds: bool, seconds: float | None = None) -> bool:
        """Whether it has held long enough, with this look. To be asked at least once in ``LOOK_SECONDS``."""
        now = self._clock()
        gap, self._looked = min(now - self._looked, 2 * LOOK_SECONDS), now  # the machine may have slept
        self._held = self._held + gap if holds else 0.0
        return self._held >= (self._seconds if seconds is None else seconds)


class Stillness:
    """Watches processes that work together: one that hangs makes all of them still."""

    def __init__(self, seconds: float = STILL_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = Patience(seconds, clock)
        self._clock = clock
        self._looked = clock()
        self._used = 0.0
        self._watched: frozenset[int] = frozenset()

    def culprits(self, pids: Iterable[int]) -> list[int]:
        """Once none of them has done anything for long: those stopped by a signal, or all. Else nobody."""
        now = self._clock()
        if now - self._looked < LOOK_SECONDS:
            return []
        gap, self._looked = now - self._looked, now
        before, self._used = self._used, _seconds_used(watched := frozenset(pids))
        same, self._watched = watched == self._watched and bool(watched), watched
        is_idle = self._used - before < _IDLE * gap and not any(map(_reads_or_writes, watched))
        if not self._patience.is_over(same and is_idle):
            return []
        return [pid for pid in watched if is_stopped(pid)] or list(watched)


def is_stopped(pid: int) -> bool:
    """Whether a signal stopped it (SIGSTOP, a debugger)."""
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)
    return False


def _reads_or_writes(pid: int) -> bool:
    """Whether the disk is what a thread of it waits for: that may take long and still be work."""
    if sys.platform.startswith("linux"):
        return any(map(_waits_for_disk, Path(f"/proc/{pid}/task").glob("*/stat")))
    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).status() == psutil.STATUS_DISK_SLEEP
    return False


def _waits_for_disk(stat: Path) -> bool:
    """State D in the third field, behind the name; see proc(5). A checkpoint has a thread of its own."""
    with contextlib.suppress(OSError):
        return stat.read_text().rpartition(")")[2].split()[0] == "D"
    return False


def _seconds_used(pids: Iterable[int]) -> float:
    used = 0.0
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            times = psutil.Process(pid).cpu_times()
            used += times.user + times.system
    return used
