"""What checkpoints cost a run of the 10 M decoder: saved every 100 steps against never, on one rank and on two.

``python tests/bench/bench_checkpoint.py [repeats]`` prints a line a number of ranks. A repeat is the steps that follow
a save, as many as its writing takes and a few more, against as many without a save; what the save adds is set against
100 steps. ``blocked_ms`` is how long the loop stood still for it, ``whole_ms`` what a save that waits until everything
lies on the disk takes. Goal: under 5 % of the steps' time.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch.distributed as dist

from engine.system.paths import RunFiles
from engine.train.running import Run
from engine.worker.rank import Rank
from tests.bench.training.launch import measured_by, new_run, prepare
from tests.bench.training.ours import Ours, open_run
from tests.bench.training.rank import entered
from tests.bench.training.setting import Setting

RHYTHM = 100  # steps between two checkpoints
STEPS = 4  # of a repeat
GOAL = 0.05


def main(repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, source = prepare(Path(folder))
        for ranks in (1, 2):
            setting = Setting(ranks, 2 // ranks, "fp32", repeats=repeats)
            files = new_run(home, f"checkpoint-{ranks}", setting.spec(source))
            found = measured_by(Path(__file__), "checkpoint", files, setting)
            print(json.dumps({"ranks": ranks, **found}), flush=True)


def _rank(files: RunFiles, rank: Rank, setting: Setting) -> dict[str, Any]:
    run = open_run(files, rank)
    loop = Ours(run)
    loop(2)
    without, with_save, blocked, whole = [], [], [], []
    for _ in range(setting.repeats):
        without.append(_timed(lambda: loop(STEPS), rank))
        with_save.append(_timed(lambda: _save_and_go_on(run, loop, blocked), rank))
        whole.append(_timed(lambda: _save_and_wait(run, loop), rank) - statistics.median(without) / STEPS)
    step = statistics.median(without) / STEPS
    added = statistics.median(a - b for a, b in zip(with_save, without, strict=True))
    return {
        "step_ms": round(step * 1e3, 1),
        "added_ms": round(added * 1e3, 1),
        "blocked_ms": round(statistics.median(blocked) * 1e3, 1),
        "whole_ms": round(statistics.median(whole) * 1e3, 1),
        f"share_every_{RHYTHM}_steps": round(added / (RHYTHM * step), 4),
    }


def _save_and_go_on(run: Run, loop: Ours, blocked: list[float]) -> None:
    """The save of the run itself; the steps that follow share the processor with the writer."""
    began = time.perf_counter()
    run.save_checkpoint()
    blocked.append(time.perf_counter() - began)
    loop(STEPS)
    run.checkpoints.finish(run.report)


def _save_and_wait(run: Run, loop: Ours) -> None:
    loop(1)  # the same step is saved once only
    run.save_checkpoint()
    run.checkpoints.finish(run.report)


def _timed(action: Any, rank: Rank) -> float:
    """Seconds until all ranks are done."""
    if rank.world_size > 1:
        dist.barrier()
    began = time.perf_counter()
    action()
    if rank.world_size > 1:
        dist.barrier()
    return time.perf_counter() - began


if __name__ == "__main__":
    if "RANK" in os.environ:
        entered(sys.argv[1:], {"checkpoint": _rank})
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
