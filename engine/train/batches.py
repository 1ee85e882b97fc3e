"""The batches of a run, found by step number alone, so that a resumed run needs to remember nothing."""

import torch

from engine.data.sharding import DEALS, rows_in_batch, steps_per_epoch
from engine.schema.train import TrainSpec
from engine.train.task.base import Batch, Task
from engine.worker.rank import Rank


class Batches:
    """This rank's rows of each global batch of the training split."""

    def __init__(self, task: Task, spec: TrainSpec, rank: Rank) -> None:
        self._task = task
        self._rows = task.rows("train")
        self._size = spec.training.batch_size
        deal = DEALS[spec.data.sharding]
        self._rows_of = deal(self._rows, self._size, rank.index, rank.world_size, spec.training.seed)
        self._device = rank.device
        self.steps_per_epoch = steps_per_epoch(self._rows, self._size)

    def of_step(self, step: int) -> tuple[Batch, int]:
        """This rank's part, and how many rows the global batch has over all ranks."""
        epoch, number = divmod(step, self.steps_per_epoch)
        rows = torch.from_numpy(self._rows_of(epoch, number)).to(self._device)
        return self._task.batch("train", rows), self.rows_of_step(step)

    def rows_of_step(self, step: int) -> int:
        return rows_in_batch(self._rows, self._size, step % self.steps_per_epoch)
