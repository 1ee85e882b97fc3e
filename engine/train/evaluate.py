"""Scores of a split, its rows shared out to the ranks; exact, because only sums are added up."""

from typing import Any, NamedTuple

import numpy as np
import torch

from engine.train.batches import padded
from engine.train.sample import Sample
from engine.train.strategy.base import Strategy
from engine.train.task.base import Batch, Task
from engine.worker.rank import Rank

MOST_TRAINING_UNITS = 1 << 20  # rows or tokens; measuring them must not outlast training on them


class Scores(NamedTuple):
    """What was measured on a split."""

    values: dict[str, Any]  # loss, the task's own scores, and those of its baseline
    pictures: dict[str, Any]  # points of curves and of single rows: long, so made only when asked for


@torch.no_grad()
def evaluate(
    task: Task, strategy: Strategy, split: str, rank: Rank, batch_size: int, *, pictures: bool = False
) -> Scores | None:
    """Scores of a split, the same on every rank; None for one without rows."""
    rows = _measured_rows(task, split)
    if not len(rows):
        return None
    for module in strategy.modules:
        module.eval()
    own: np.ndarray | float = 0.0
    sample = Sample(task, len(rows), strategy.spec.training.seed) if pictures else None
    for part in _passes(task, strategy, len(rows), batch_size):
        batch, count = _batch(task, strategy, split, rows[part])
        output = strategy.output(batch)
        if output is not None and strategy.counts:
            output, targets = output[:count], batch.targets[:count]
            own = own + task.sums(output, targets)
            if sample is not None:
                sample.take(part, output, targets)
    for module in strategy.modules:
        module.train()
    sums = _sum_over_ranks(rank, np.atleast_1d(own))
    scores = Scores(task.scores(sums, len(rows)), {})
    if known := task.baseline(split):
        scores.values["baseline"] = known
    if sample is not None:
        scores.pictures.update(task.curves(sums, len(rows)))
        scores.pictures.update(sample.picture(_sum_over_ranks(rank, sample.numbers)))
    return scores


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
    size = min(size, task.most_rows or size)
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
    lengths[rank.index] = own.size
    length = int(rank.sum_over_ranks(lengths).max())
    return rank.sum_over_ranks(own if own.size == length else np.zeros(length))
