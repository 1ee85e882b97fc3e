"""Scores of a split, its rows shared out to the ranks; exact, because only sums are added up."""

from typing import Any

import numpy as np
import torch
from torch import nn

from engine.train.task.base import Task, forward
from engine.worker.rank import Rank


@torch.no_grad()
def evaluate(task: Task, model: nn.Module, split: str, rank: Rank, batch_size: int) -> dict[str, Any] | None:
    """Loss and the task's own scores, the same on every rank; None for a split without rows."""
    rows = task.rows(split)
    if not rows:
        return None
    first, last = (rows * edge // rank.world_size for edge in (rank.index, rank.index + 1))
    model.eval()
    own: np.ndarray | float = 0.0
    for start in range(
        first, max(last, first + 1), batch_size
    ):  # one pass at least: an empty part has sums too
        part = torch.arange(start, min(start + batch_size, last), device=rank.device)
        batch = task.batch(split, part)
        own = own + task.sums(forward(model, batch), batch.targets)
    model.train()
    return task.scores(rank.sum_over_ranks(np.asarray(own)), rows)


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
