"""A fork in place of an exec: the child goes on as this same program in another role, with what is imported already.

Only a process with one thread that has touched no device may be copied so (it is looked at, not assumed), and only
on Linux. The copy keeps nothing else of its parent: not its environment, its files, its signal handlers or its name.
"""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from engine.system import faultpoint
from engine.system.title import entitle

_HANDLED = (signal.SIGTERM, signal.SIGINT)
_POLL = 0.01

# How often torch's threads look for work before they sleep, read when their library is loaded. It looks 300,000 times
# otherwise, for ten milliseconds, and takes the cores from whoever has work: beside two busy programs on two cores a small
# step of training took 525 ms, with this 180, and alone 49 with either (asleep at once: 91 and 58).
SLEEPS_SOON = {"GOMP_SPINCOUNT": "20000"}

# While torch and what it stands on are imported: each would start threads, and after a fork they are gone.
# pyarrow's allocator has a thread of its own otherwise.
ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    **SLEEPS_SOON,
}


class Forked:
    """A forked child, with as much of ``subprocess.Popen`` as those who look after it need."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status, below zero when a signal ended it; None while it lives."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has reaped it
                pid, status = self.pid, 0xFF00
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(_POLL)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:  # an ended pid may be somebody else's by now
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def why_not_fork() -> str | None:
    """Why this process must not be copied; None when it may be."""
    if not sys.platform.startswith("linux"):
        return "not Linux"
    if (threads := len(os.listdir("/proc/self/task"))) != 1:  # noqa: PTH208 - a count
        return f"{threads} threads"
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        return "CUDA in use"
    return None


def has_torch() -> bool:
    """Whether a copy of this process would be spared the import that costs most."""
    return "torch" in sys.modules


def settle() -> None:
    """What was imported stays: the collector need not look at it, and so pages stay shared with the copies."""
    gc.collect()
    gc.freeze()


def fork_role(
    role: str,
    run_dir: Path,
    environment: Mapping[str, str],
    *,
    output: int | None = None,
    keep: Iterable[int] = (),
    name: str | None = None,
    first: Callable[[], None] | None = None,
) -> Forked:
    """Start ``main.py role run_dir`` as a copy of this process.

    ``output`` is an open file for what it prints (else ours), ``keep`` are descriptors it may have, ``name`` is its
    short name in a list of processes, and ``first`` is called in it before anything of the role.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)  # ours are not to be handled by the copy
    try:
        pid = os.fork()
        if pid == 0:
            _be(role, run_dir, environment, output, keep, name, first)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return Forked(pid)


def _be(
    role: str,
    run_dir: Path,
    environment: Mapping[str, str],
    output: int | None,
    keep: Iterable[int],
    name: str | None,
    first: Callable[[], None] | None,
) -> NoReturn:
    status = 1
    try:
        _part_from_parent(run_dir, environment, output, keep)
        entitle(name or role, role, str(run_dir))
        if first is not None:
            first()
        status = sys.modules["__main__"].main([role, str(run_dir)])
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # a process boundary: nothing may return into the parent's stack
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _part_from_parent(
    run_dir: Path, environment: Mapping[str, str], output: int | None, keep: Iterable[int]
) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    if output is not None:
        os.dup2(output, 1)
        os.dup2(output, 2)
    kept = {0, 1, 2, *keep}
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names only
        if int(name) not in kept:
            with contextlib.suppress(OSError):  # the listing's own is closed already
                os.close(int(name))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(run_dir)
    for number in _HANDLED:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    faultpoint.arm()
