"""What a model says of answers: their log-probabilities, and those of all rows before it is trained."""

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.text.answers import UNCOUNTED
from engine.train.task.base import Task

if TYPE_CHECKING:  # which themselves know tasks
    from engine.train.strategy.base import Strategy
    from engine.worker.rank import Rank


def log_probabilities(output: Tensor, targets: Tensor) -> Tensor:
    """Of sequences: (…, context, words) scores and (…, context) tokens to (…), summed over the tokens that count."""
    losses = functional.cross_entropy(
        output.flatten(0, -2), targets.flatten(), reduction="none", ignore_index=UNCOUNTED
    )
    return -losses.view(targets.shape).sum(dim=-1).double()


@torch.no_grad()
def said_before(task: Task, strategy: "Strategy", rank: "Rank", split: str) -> np.ndarray:
    """(rows, 2) log-probabilities of both answers of every row, by the model as it is; its rows dealt out to the ranks.

    A collective: every rank takes as many passes, as a pass may be one too.
    """
    rows = task.rows(split)
    before = np.zeros((rows, 2))
    for module in strategy.modules:
        module.eval()
    with strategy.measured(None):
        for first, last in _passes(rows, strategy, task.best_batch):
            chosen = torch.arange(first, max(last, first + 1)).clamp(max=rows - 1)
            batch = task.batch(split, chosen)
            output = strategy.output(batch)
            if output is not None and strategy.counts:
                said = log_probabilities(output, batch.targets[..., :-1].long())
                before[first:last] = said[: last - first].cpu().numpy()
    for module in strategy.modules:
        module.train()
    return rank.sum_over_ranks(before.reshape(-1)).reshape(before.shape)


def _passes(rows: int, strategy: "Strategy", size: int) -> list[tuple[int, int]]:
    """First and last of this rank's rows in each pass; some may be empty."""
    if not strategy.reads or not rows:
        return []
    part, parts = strategy.share
    first, last = (rows * edge // parts for edge in (part, part + 1))
    starts = range(first, first + -(-rows // parts), size)
    return [(min(start, last), min(start + size, last)) for start in starts]
