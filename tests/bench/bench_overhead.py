"""What measuring costs a step: the real meter, its counts and what is reported, against one that does nothing.

``python tests/bench/bench_overhead.py [word …]`` prints a line a network: milliseconds of a step either way, and the
share that measuring takes, in alternating repeats of the same run. Goal: under 1 % for the language models.
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
os.environ |= {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1"}

import numpy as np
from torch import Tensor

from engine.train.running import Run
from engine.train.strategy.base import StepBatch
from engine.worker.rank import join
from tests.bench.training.launch import new_run, prepare
from tests.bench.training.ours import Ours, open_run
from tests.bench.training.setting import Setting
from tests.fakes.run_folder import classification, regression, write_numbers, write_texts

REPEATS = 15
SECONDS = 0.6  # of each repeat, about
GOAL = 0.01


class Nothing:
    """A meter that neither looks at the clock nor keeps anything; its lots are never full."""

    lot_is_full = False
    peak = 1.0

    def start(self) -> None: ...
    def mark(self, part: str) -> None: ...
    def count(self, batch: StepBatch) -> None: ...
    def add(self, part: str, seconds: float) -> None: ...
    def finish(self, loss: Tensor, norm: Tensor) -> None: ...
    def __len__(self) -> int:
        return 0


def main(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, source = prepare(Path(folder))
        write_numbers(home, rows=442)
        write_texts(home, rows=2000)
        rank = join(("cpu",), 1)
        for name, spec in _specs(source).items():
            if words and not any(word in name for word in words):
                continue
            run = open_run(new_run(home, name.replace(" ", "-"), spec), rank)
            print(json.dumps({"network": name, **_measure(run)}), flush=True)


def _specs(source: str) -> dict[str, Any]:
    training = {"epochs": 1_000_000, "batch_size": 32, "optimizer": {"name": "adamw"}}
    more = {"training": training, "checkpoint": {"every_steps": 10**9}}
    return {
        "mlp": regression(model={"name": "mlp"}, **more),
        "transformer encoder": classification(model={"name": "transformer_encoder"}, **more),
        "decoder 1m": Setting(1, 1, "fp32", "1m", context=128).spec(source),
        "decoder 10m": Setting(1, 1, "fp32", "10m").spec(source),
    }


def _measure(run: Run) -> dict[str, float]:
    """Processor time, as one thread does everything: others who use the machine matter less to it."""
    loop, real = Ours(run), run.meter
    tell = run.tell_lot
    loop(2)
    began = time.perf_counter()
    loop(2)
    steps = max(round(SECONDS * 2 / (time.perf_counter() - began)), 2)
    times: dict[str, list[float]] = {"with": [], "without": []}
    for repeat in range(REPEATS):
        for kind in ("with", "without") if repeat % 2 else ("without", "with"):
            run.meter = real if kind == "with" else Nothing()  # type: ignore[assignment]
            run.tell_lot = tell if kind == "with" else lambda: None  # type: ignore[method-assign]
            real.start()
            before = time.process_time()
            loop(steps)
            times[kind].append((time.process_time() - before) / steps)
    costs = np.array(times["with"]) / np.array(times["without"]) - 1
    return {
        "with_ms": round(statistics.median(times["with"]) * 1e3, 3),
        "without_ms": round(statistics.median(times["without"]) * 1e3, 3),
        "share": round(float(np.median(costs)), 4),
        "share_of_fastest": round(min(times["with"]) / min(times["without"]) - 1, 4),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
