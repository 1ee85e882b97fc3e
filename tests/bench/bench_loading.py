"""How fast batches come, against a bare DataLoader of the same tensors; and how much of a step is waiting for them.

``python tests/bench/bench_loading.py [word …]`` prints a line a case, those whose names hold one of the words:

- ``batches``: examples a second of our batches and feeder, of a bare ``DataLoader`` that fetches row by row and collates,
  and of one that is handed whole lists of rows, which is as fast as a DataLoader comes. Nothing is computed meanwhile.
- ``run``: a real run of one network; the share of its steps that went to data, as its own meter says. Goal: under 2 %.
- ``bucketing``: examples a second (of processor time) of a transformer on reviews, with texts of similar length together
  or not.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ |= {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1"}

import torch
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, TensorDataset

from engine.data.intake.importing import import_file
from engine.schema.train import TrainSpec
from engine.system.paths import Home
from engine.train.feeder import Feeder, loading_threads
from engine.train.meter import Lot
from engine.train.task import image_classification
from engine.train.task.base import Task
from engine.worker.rank import join
from tests.bench.training.ours import Ours, open_run
from tests.fakes.images import image_spec, write_images
from tests.fakes.run_folder import (
    classification,
    regression,
    write_numbers,
    write_run,
)
from tests.fakes.tasks import CPU, batches_of, task_of

ROOT = Path(__file__).resolve().parents[2]
REPEATS, SECONDS = 5, 0.4
RUN_SECONDS, WARM_UP = 5.0, 20
EPOCHS = 1
BATCH = 32
GOAL = 0.02


def main(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        cases = _cases(home)
        for name, spec in cases.items():
            for kind, measure in (("batches", _batches), ("run", _run)):
                if _is_asked(f"{kind} {name}", words):
                    _say({"case": f"{kind} {name}", **measure(home, spec)})
        if _is_asked("bucketing", words):
            _say({"case": "bucketing", **_bucketing(home, cases["transformer_encoder"])})


def _is_asked(name: str, words: list[str]) -> bool:
    return not words or any(word in name for word in words)


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def _cases(home: Home) -> dict[str, TrainSpec]:
    write_numbers(home, rows=20_000)
    write_images(home, rows=2000, size=96, grey=False)
    reviews = import_file(ROOT / "resources/samples/reviews.csv", home.datasets).id
    image_classification.MOST_DECODED = 0  # as of more images than memory holds: each batch decodes its own

    def text(model: str, **data: Any) -> TrainSpec:
        return classification(
            data={"source": reviews, "text": "review", "target": "sentiment", **data},
            model={"name": model},
            training={"batch_size": BATCH, "epochs": 1},
        )

    varied = {"augmentation": {"kind": "text", "mask": 0.1, "delete": 0.1}}
    flipped = {"source": "images", "target": "label", "augmentation": {"kind": "image", "crop": 0.1}}
    training = {"batch_size": BATCH, "epochs": 1}
    images = {"model": {"name": "small_cnn", "image_size": 64}, "training": training}
    return {
        "table mlp": regression(model={"name": "mlp"}, training=training),
        "mean_embedding": text("mean_embedding"),
        "text_cnn": text("text_cnn"),
        "transformer_encoder": text("transformer_encoder"),
        "mean_embedding varied": text("mean_embedding", **varied),
        "images": image_spec(**images),
        "images varied": image_spec(**images, data=flipped),
    }


# --- batches alone


def _batches(home: Home, spec: TrainSpec) -> dict[str, Any]:
    task = task_of(home, spec)
    threads = loading_threads(spec.training, task, CPU, 1)
    feeder = Feeder(batches_of(task, spec), threads, CPU)
    rows = Rows(task)
    lists = rows if task.loads_in_threads else rows.tensors
    ways: dict[str, Callable[[], Iterator[Any]]] = {
        "ours": lambda: map(feeder.of_step, range(10**9)),
        "bare": lambda: _forever(DataLoader(rows, BATCH, shuffle=True, collate_fn=rows.collate)),
        "bare_lists": lambda: _forever(
            DataLoader(lists, None, sampler=BatchSampler(RandomSampler(rows), BATCH, drop_last=False))
        ),
    }
    speeds = {name: _speed(ways) for name, ways in ways.items()}
    feeder.close()
    speeds |= {"over_bare": speeds["ours"] / speeds["bare"]}
    return {"threads": threads, **{name: float(f"{speed:.4g}") for name, speed in speeds.items()}}


class Rows(Dataset):
    """The same rows, one at a time or a list of them; put together, they are cut to the longest as the task cuts them."""

    def __init__(self, task: Task) -> None:
        self._task = task
        if not task.loads_in_threads:
            self.tensors = TensorDataset(*task.whole_batch("train", torch.arange(len(self)))[:2])

    def __len__(self) -> int:
        return self._task.rows("train")

    def __getitem__(self, rows: Any) -> tuple[Tensor, Tensor]:
        if not self._task.loads_in_threads:
            return self.tensors[rows]
        if isinstance(rows, list):
            return self._task.batch("train", torch.tensor(rows))[:2]
        inputs, targets, _ = self._task.whole_batch("train", torch.tensor([rows]))
        return inputs[0], targets[0]

    def collate(self, rows: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
        inputs, targets = (torch.stack(column) for column in zip(*rows, strict=True))
        if self._task.lengths("train") is not None:
            inputs = inputs[:, : int((inputs != 0).any(dim=0).sum())]
        return inputs, targets


def _speed(way: Callable[[], Iterator[Any]]) -> float:
    """Examples a second, the median of a few tries."""
    speeds = []
    for _ in range(REPEATS):
        batches, count, began = way(), 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            next(batches)
            count += BATCH
        speeds.append(count / (time.perf_counter() - began))
    return statistics.median(speeds)


def _forever(loader: DataLoader) -> Iterator[Any]:
    while True:
        yield from loader


# --- whole runs


def _run(home: Home, spec: TrainSpec) -> dict[str, Any]:
    """The median of the lots that a run makes of its steps: one in which this process had to wait for a processor says
    nothing of loading."""
    told = {workers: _lots(home, spec, workers) for workers in (None, 0)}
    shares = {
        workers: statistics.median(lot.ranks[0].parts["data"] / lot.ranks[0].step_seconds for lot in lots)
        for workers, lots in told.items()
    }
    step = statistics.median(lot.ranks[0].step_seconds for lot in told[None])
    return {
        "step_ms": round(step * 1e3, 3),
        "waiting": round(shares[None], 4),
        "waiting_without_threads": round(shares[0], 4),
        "goal_met": shares[None] < GOAL,
    }


def _lots(home: Home, spec: TrainSpec, workers: int | None) -> list[Lot]:
    """What the meter told of a few seconds of steps, after those in which threads and caches begin."""
    training = spec.training.model_copy(update={"epochs": 1_000_000, "workers": workers})
    asked = spec.model_copy(
        update={"training": training, "checkpoint": spec.checkpoint.model_copy(update={"every_steps": 10**9})}
    )
    run = open_run(write_run(home, f"run-{time.time_ns()}", asked), join(("cpu",), 1))
    steps, lots = Ours(run), []
    steps(WARM_UP)
    run.take = lots.append  # type: ignore[method-assign]
    began = time.perf_counter()
    while time.perf_counter() - began < RUN_SECONDS:
        steps(WARM_UP)
    run.batches.close()
    return lots


def _bucketing(home: Home, spec: TrainSpec) -> dict[str, Any]:
    """Examples a second in steps of either kind, told over whole epochs: a batch of long texts takes longer."""
    speeds = {}
    for kind in (False, True):
        data = spec.data.model_copy(update={"bucketing": kind})
        files = write_run(home, f"sorted-{kind}".lower(), spec.model_copy(update={"data": data}))
        run = open_run(files, join(("cpu",), 1))
        steps, rounds = Ours(run), []
        for _ in range(EPOCHS + 1):
            began = time.process_time()
            steps(run.batches.steps_per_epoch)
            rounds.append(time.process_time() - began)
        speeds[kind] = run.task.rows("train") / min(rounds[1:])
    names = {"plain": speeds[False], "by_length": speeds[True], "ratio": speeds[True] / speeds[False]}
    return {name: float(f"{value:.4g}") for name, value in names.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
