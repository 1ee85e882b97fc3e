"""The agent of a run: ends with the shim that started it, and keeps the ranks. Light until that bond is made."""

import os
from pathlib import Path

from engine.system.paths import RunFiles
from engine.system.processes import die_with_parent


def main(run_dir: str) -> int:
    """Run the ranks of one run to their end; returns the exit status."""
    die_with_parent(os.getppid())
    from engine.worker.elastic import run_ranks  # torch: a second, in which the shim may die

    return run_ranks(RunFiles(Path(run_dir).resolve()))
