"""The batches of a run, found by step number alone, so that a resumed run needs to remember nothing."""

import numpy as np
import torch

from engine.data.sharding import DEALS, Rows, rows_in_batch, steps_per_epoch
from engine.schema.train import TrainSpec
from engine.train.augment import build_augment
from engine.train.held import Share
from engine.train.strategy.base import StepBatch
from engine.train.task.base import Batch, Task


class Batches:
    """A rank's rows of each global batch of the training split, in the passes it works through them."""

    def __init__(
        self,
        task: Task,
        spec: TrainSpec,
        share: Share,
        device: torch.device,
        pass_rows: int | None = None,
        reads: bool = True,
    ) -> None:
        self._task, self._spec = task, spec
        self._rows = task.rows("train")
        self._size = spec.training.batch_size
        self._passes = spec.training.accumulation
        self._pass_rows = pass_rows
        self._reads = reads
        deal = DEALS[spec.data.sharding]
        by_length = {"lengths": task.lengths("train")} if spec.data.bucketing else {}

        def dealt(part: int, parts: int) -> Rows:
            return deal(self._rows, self._size, part, parts, spec.training.seed, **by_length)

        self._rows_of = dealt(*share)
        # What the global batch holds, over all ranks; dealt at random it does not depend on how many they are.
        in_blocks = spec.data.sharding == "block"
        self._everybody = (
            [dealt(part, share.parts) for part in range(share.parts)] if in_blocks else [dealt(0, 1)]
        )
        self._share, self._augment = share, build_augment(spec, task)
        self._device = device
        self.steps_per_epoch = steps_per_epoch(self._rows, self._size)

    def of(self, share: Share) -> "Batches":
        """Another share of the same global batches."""
        return Batches(self._task, self._spec, share, self._device, self._pass_rows)

    def of_step(self, step: int) -> StepBatch:
        """This rank's part of the step's global batch."""
        total = self.rows_of_step(step)
        if not self._reads:
            return StepBatch((), total, self.units_of_step(step), 0, 0)
        rows = self._rows_of(*divmod(step, self.steps_per_epoch))
        if self._pass_rows is not None:
            passes = [padded(self._task, "train", self._tensor(rows), self._pass_rows)]
        else:
            parts = np.array_split(rows, self._passes) if self._passes > 1 else (rows,)  # 30 µs
            passes = [self._pass(part, step) for part in parts]
        if self._augment is not None:
            passes = [
                self._augment(batch, step, self._finer(n, len(passes))) for n, batch in enumerate(passes)
            ]
        own = self._task.units_of("train", rows)
        return StepBatch(passes, total, self.units_of_step(step), len(rows), own)

    def _finer(self, number: int, passes: int) -> Share:
        """This rank's part of the global batch is worked through in passes: each is a part of its own."""
        return Share(self._share.part * passes + number, self._share.parts * passes)

    def rows_of_step(self, step: int) -> int:
        return rows_in_batch(self._rows, self._size, step % self.steps_per_epoch)

    def units_of_step(self, step: int) -> int:
        """Losses that the mean over the global batch is taken of."""
        if not self._task.units_vary:
            return self.rows_of_step(step) * self._task.units_per_row
        place = divmod(step, self.steps_per_epoch)
        return sum(self._task.units_of("train", rows_of(*place)) for rows_of in self._everybody)

    def _pass(self, rows: np.ndarray, step: int) -> Batch:
        if not len(rows):  # kernels need not know batches without rows: one of padding comes to the same
            return padded(self._task, "train", self._tensor(rows), 1)
        return self._task.training_batch(self._tensor(rows), step)

    def _tensor(self, rows: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(rows)


def padded(task: Task, split: str, rows: torch.Tensor, size: int) -> Batch:
    """These rows and, up to ``size``, padding that no loss counts; every pass of the same shape."""
    filling = torch.zeros(size - len(rows), dtype=rows.dtype)
    inputs, targets, _ = task.whole_batch(split, torch.cat([rows, filling]))
    targets = targets.clone()  # it may lie in the same memory as the inputs
    targets[len(rows) :] = task.padding
    return Batch(inputs, targets, padded=True)
