"""Prepares the batches of coming steps in threads while the device works on the present one.

It knows no task: batches are found by step number alone, so what is prepared ahead is what would have been asked for,
and who asks for another step (a resumed run) gets that one.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import torch
from torch import Tensor

from engine.schema.training_spec import TrainingSpec
from engine.train.batches import Batches
from engine.train.held import Share
from engine.train.strategy.base import StepBatch
from engine.train.task.base import Task

STEPS_PER_THREAD = 2  # prepared ahead: one in the making and one ready, as batches take unequal time
ON_CPU = 2  # threads beside those that compute
MOST = 8  # threads that a GPU is fed by


class Ready(NamedTuple):
    """A batch, and on a GPU the mark in the stream of copies after which it is there."""

    batch: StepBatch
    arrived: "torch.cuda.Event | None"


class Feeder:
    """Batches as ``Batches`` gives them, whose making is over when they are asked for in order."""

    def __init__(self, batches: Batches, threads: int, device: torch.device) -> None:
        self._batches, self._threads, self._device = batches, threads, device
        self._prepared: dict[int, Future[Ready]] = {}
        self._pool: ThreadPoolExecutor | None = None  # no thread before the first step: ranks are forked
        self._copies = _stream_of_copies(device) if threads and device.type == "cuda" else None
        self.steps_per_epoch = batches.steps_per_epoch
        self.rows_of_step = batches.rows_of_step
        self.units_of_step = batches.units_of_step

    def of(self, share: Share) -> Batches:
        """Another share of the same global batches; nobody knows which of its steps comes next, so none is prepared."""
        return self._batches.of(share)

    def of_step(self, step: int) -> StepBatch:
        """This rank's part of the step's global batch; raises what went wrong in the thread that prepared it."""
        if not self._threads:
            return self._batches.of_step(step)
        self._prepare_from(step)
        return self._take(self._prepared.pop(step).result())

    def close(self) -> None:
        """End the threads; what they have prepared is forgotten."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool, self._prepared = None, {}

    def _prepare_from(self, step: int) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, "batches", _thread_begins(self._device))
        wanted = range(step, step + 1 + self._threads * STEPS_PER_THREAD)
        for other in self._prepared.keys() - wanted:
            self._prepared.pop(other).cancel()
        for number in wanted:
            if number not in self._prepared:
                self._prepared[number] = self._pool.submit(self._prepare, number)

    def _prepare(self, step: int) -> Ready:
        """On a GPU in a stream of its own: copies overlap with what is computed."""
        if self._copies is None:
            return Ready(self._batches.of_step(step), None)
        with torch.cuda.stream(self._copies):
            return Ready(self._batches.of_step(step), self._copies.record_event())

    def _take(self, ready: Ready) -> StepBatch:
        """From here on the batch belongs to the stream that computes: its memory is free when that is done with it."""
        if ready.arrived is not None:
            computes = torch.cuda.current_stream(self._device)
            computes.wait_event(ready.arrived)
            for value in (value for part in ready.batch.passes for value in part):
                if isinstance(value, Tensor):
                    value.record_stream(computes)
        return ready.batch


def loading_threads(training: TrainingSpec, task: Task, device: torch.device, ranks: int) -> int:
    """As many as asked for; else by what a batch costs, and where cores are free beside a GPU, by those."""
    if training.workers is not None:
        return training.workers
    if not task.loads_in_threads:
        return 0
    if device.type != "cuda":
        return ON_CPU
    return max(ON_CPU, min(MOST, (os.cpu_count() or 1) // ranks - 1))


def _stream_of_copies(device: torch.device) -> "torch.cuda.Stream":
    """It begins when the data that tasks have put on the device is there."""
    stream = torch.cuda.Stream(device)
    stream.wait_stream(torch.cuda.current_stream(device))
    return stream


def _thread_begins(device: torch.device) -> Callable[[], None]:
    def begin() -> None:
        torch.set_num_threads(1)  # of this thread alone: the others' work is not held up
        if device.type == "cuda":
            torch.cuda.set_device(device)

    return begin
