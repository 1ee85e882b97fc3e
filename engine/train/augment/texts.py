"""Texts varied: words made unknown, and words left out. What is no word (padding, a text's marks) stays as it is."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.schema.augmentation_spec import TextAugmentationSpec
from engine.train.augment.base import Change
from engine.train.task.base import Batch, Task


@dataclass(frozen=True)
class Mask:
    """Each word becomes the unknown one with this probability (as in Devlin et al., 2019)."""

    share: float
    unknown: int
    fixed: Tensor  # numbers that are no words

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        words = batch.inputs
        chosen = _chances(words, draw) < self.share
        return batch._replace(
            inputs=words.masked_fill(chosen & ~torch.isin(words, self.fixed.to(words.device)), self.unknown)
        )


@dataclass(frozen=True)
class Delete:
    """Each word is left out with this probability (Wei and Zou, 2019), and those behind it move up.

    Where every word of a text would go, the one that came nearest to staying stays. A padded pass keeps its shape, any
    other is cut to its longest text.
    """

    share: float
    padding: int
    fixed: Tensor

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        words = batch.inputs
        chances = _chances(words, draw)
        is_word = ~torch.isin(words, self.fixed.to(words.device))
        luckiest = chances.masked_fill(~is_word, -1.0).amax(dim=1, keepdim=True)
        gone = is_word & (chances < self.share) & (chances < luckiest)
        kept = ~gone & (words != self.padding)
        order = torch.argsort(~kept, dim=1, stable=True)
        words = words.masked_fill(~kept, self.padding).gather(1, order)
        longest = words.shape[1] if batch.padded else int(kept.sum(dim=1).max())
        return batch._replace(inputs=words[:, :longest])


def text_changes(asked: TextAugmentationSpec, task: Task) -> list[Change]:
    """What was asked for; words are left out first, as one that is gone cannot be masked."""
    fixed = torch.tensor(task.preprocessing.fixed)
    changes: list[Change] = []
    if asked.delete:
        changes.append(Delete(asked.delete, task.preprocessing.fixed[0], fixed))
    if asked.mask:
        changes.append(Mask(asked.mask, task.preprocessing.unknown, fixed))
    return changes


def _chances(words: Tensor, draw: np.random.Generator) -> Tensor:
    return torch.from_numpy(draw.random(tuple(words.shape), dtype=np.float32)).to(words.device)
