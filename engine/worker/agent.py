"""The agent of a run: ends with the shim that started it, and keeps the ranks. Light until that bond is made."""

import os
import traceback
from pathlib import Path

from engine.system.forking import has_torch, why_not_fork
from engine.system.paths import RunFiles
from engine.system.processes import die_with_parent


def main(run_dir: str) -> int:
    """Run the ranks of one run to their end; returns the exit status."""
    die_with_parent(os.getppid())
    own = dict(os.environ)
    can_fork = _is_ready_to_be_copied()
    from engine.worker.supervisor import Supervisor  # after the bond, like torch

    return Supervisor(RunFiles(Path(run_dir).resolve()), own, can_fork).run()


def _is_ready_to_be_copied() -> bool:
    """Import what the ranks need, so that none of them has to; where that cannot be, each is started by itself."""
    from engine.worker.imports import import_for_ranks

    try:
        import_for_ranks()
    except Exception:  # a boundary: the ranks will meet the same, and write it down as their error
        traceback.print_exc()
    reason = why_not_fork() if has_torch() else "torch is not imported"
    if reason is not None:
        print(f"agent: each rank starts by itself: {reason}", flush=True)
    return reason is None
