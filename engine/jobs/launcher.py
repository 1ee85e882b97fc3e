"""Starts a job's shim, detached from the engine, with an environment we chose. Follows nothing.

The warm process makes the shim where there is one; else it is a program of its own, as on any system.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from engine.jobs.warm_start import WarmStart
from engine.system.paths import MAIN, RunFiles
from engine.system.processes import HOME_VARIABLE, JOB_VARIABLE, Followed, end_processes, processes_of_job

ATTEMPT_VARIABLE = "MODELYARD_ATTEMPT"

_ALLOWED = frozenset(
    {
        "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "USERPROFILE",
        "PROGRAMDATA", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
        "MODELYARD_FAULT",
    }
)  # fmt: skip
_ALLOWED_PREFIXES = ("LC_", "CUDA_", "NVIDIA_", "NCCL_", "GLOO_")


class Started(Protocol):
    """A shim, our child or not."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float) -> int: ...
    def kill(self) -> None: ...


def launch(files: RunFiles, attempt: int, main: Path = MAIN, warm: WarmStart | None = None) -> Started:
    """Start one attempt. What an earlier one may have left over is ended first: never two copies."""
    end_leftovers(files)
    files.logs.mkdir(mode=0o700, exist_ok=True)
    files.order.unlink(missing_ok=True)
    environment = child_environment(os.environ, files, attempt)
    if warm is not None and (identity := warm.start(files, environment)) is not None:
        return Followed(identity)
    with (files.logs / "shim.txt").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-I", str(main), "shim", str(files.root)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=files.root,
            env=environment,
            start_new_session=True,
            umask=0o077,
        )


def end_leftovers(files: RunFiles) -> int:
    """End every process that still carries this job's mark; says how many there were."""
    left = processes_of_job(files.id, files.home.root)
    end_processes(left, grace=0)
    return len(left)


def child_environment(own: Mapping[str, str], files: RunFiles, attempt: int) -> dict[str, str]:
    """What a job's processes are told: the machine's ways, and whose they are."""
    return {
        **machine_environment(own),
        JOB_VARIABLE: files.id,
        HOME_VARIABLE: str(files.home.root),
        ATTEMPT_VARIABLE: str(attempt),
    }


def machine_environment(own: Mapping[str, str]) -> dict[str, str]:
    """The machine's ways alone. No tokens, no PYTHON*, no LD_PRELOAD."""
    return {key: value for key, value in own.items() if key in _ALLOWED or key.startswith(_ALLOWED_PREFIXES)}
