"""Scores of a split, its rows shared out to the ranks; exact, because only sums are added up."""

from typing import Any

import numpy as np
import torch

from engine.train.batches import padded
from engine.train.strategy.base import Strategy
from engine.train.task.base import Batch, Task
from engine.worker.rank import Rank

MOST_TRAINING_UNITS = 1 << 20  # rows or tokens; measuring them must not outlast training on them


@torch.no_grad()
def evaluate(
    task: Task, strategy: Strategy, split: str, rank: Rank, batch_size: int
) -> dict[str, Any] | None:
    """Loss and the task's own scores, the same on every rank; None for a split without rows."""
    rows = _measured_rows(task, split)
    if not len(rows):
        return None
    for module in strategy.modules:
        module.eval()
    own: np.ndarray | float = 0.0
    for part in _passes(task, strategy, len(rows), batch_size):
        batch, count = _batch(task, strategy, split, rows[part])
        output = strategy.output(batch)
        if output is not None and strategy.counts:
            own = own + task.sums(output[:count], batch.targets[:count])
    for module in strategy.modules:
        module.train()
    return task.scores(_sum_over_ranks(rank, np.asarray(own)), len(rows))


def _measured_rows(task: Task, split: str) -> torch.Tensor:
    """All rows of a split; of a large text that was trained on, as many as tell enough, at even distances."""
    rows = task.rows(split)
    most = max(MOST_TRAINING_UNITS // task.units_per_row, 1) if split == "train" else rows
    return torch.arange(min(rows, most)) * rows // max(min(rows, most), 1)


def _passes(task: Task, strategy: Strategy, rows: int, batch_size: int) -> list[torch.Tensor]:
    """This rank's rows in passes, as many on every rank: a pass may be a collective. Some may be empty."""
    if not strategy.reads:
        return []
    part, parts = strategy.share
    # No more rows at once than in a pass of training: a batch that had to be worked through in passes would not fit.
    passes = strategy.spec.training.accumulation
    size = strategy.pass_rows or max(batch_size // (parts * passes), task.best_batch)
    first, last = (rows * edge // parts for edge in (part, part + 1))
    longest = -(-rows // parts)
    starts = range(first, first + max(longest, 1), size)
    return [torch.arange(min(start, last), min(start + size, last)) for start in starts]


def _batch(task: Task, strategy: Strategy, split: str, rows: torch.Tensor) -> tuple[Batch, int]:
    if strategy.pass_rows is None and len(rows):
        return task.batch(split, rows), len(rows)
    return padded(task, split, rows, strategy.pass_rows or 1), len(rows)


def _sum_over_ranks(rank: Rank, own: np.ndarray) -> np.ndarray:
    """Ranks without an output do not even know how many numbers there are."""
    if rank.world_size == 1:
        return own
    lengths = np.zeros(rank.world_size)
    lengths[rank.index] = own.size if own.ndim else 0
    length = int(rank.sum_over_ranks(lengths).max())
    return rank.sum_over_ranks(own if own.ndim else np.zeros(length))


class EarlyStopping:
    """Watches the validation loss. Plain numbers, so that a checkpoint can keep them."""

    def __init__(self, patience: int | None, min_delta: float = 0.0) -> None:
        self._patience, self._min_delta = patience, min_delta
        self.best: float | None = None
        self.without_improvement = 0

    def see(self, loss: float) -> bool:
        """Take note of an evaluation; True when it is the best so far."""
        improved = self.best is None or loss < self.best - self._min_delta
        self.best = loss if improved else self.best
        self.without_improvement = 0 if improved else self.without_improvement + 1
        return improved

    @property
    def is_over(self) -> bool:
        return self._patience is not None and self.without_improvement >= self._patience

    def as_json(self) -> dict[str, Any]:
        return {"best": self.best, "without_improvement": self.without_improvement}

    def load(self, value: dict[str, Any]) -> None:
        self.best, self.without_improvement = value["best"], value["without_improvement"]
