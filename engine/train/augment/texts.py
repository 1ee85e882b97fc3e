"""Texts varied: words made unknown, and words left out. What is no word (padding, a text's marks) stays as it is.

In numpy: a batch of words is so small that torch takes longer to begin than numpy to end.
"""

from dataclasses import dataclass

import numpy as np
import torch

from engine.schema.augmentation_spec import TextAugmentationSpec
from engine.train.augment.base import Change
from engine.train.task.base import Batch, Task
from engine.train.task.transfer import moved


@dataclass(frozen=True)
class Mask:
    """Each word becomes the unknown one with this probability (as in Devlin et al., 2019)."""

    share: float
    unknown: int
    fixed: tuple[int, ...]  # numbers that are no words

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        words = batch.inputs.cpu().numpy()
        chosen = (_chances(words, draw) < self.share) & _is_word(words, self.fixed)
        return _with(batch, np.where(chosen, self.unknown, words))


@dataclass(frozen=True)
class Delete:
    """Each word is left out with this probability (Wei and Zou, 2019), and those behind it move up.

    Where every word of a text would go, the one that came nearest to staying stays. A padded pass keeps its shape, any
    other is cut to its longest text.
    """

    share: float
    padding: int
    fixed: tuple[int, ...]

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        words = batch.inputs.cpu().numpy()
        is_word = _is_word(words, self.fixed)
        chances = np.where(is_word, _chances(words, draw), -1.0)
        gone = is_word & (chances < self.share) & (chances < chances.max(axis=1, keepdims=True))
        kept = ~gone & (words != self.padding)
        lengths = kept.sum(axis=1)
        longest = words.shape[1] if batch.padded else lengths.max(initial=1)
        left = np.full((len(words), longest), self.padding, dtype=words.dtype)
        left[np.arange(longest) < lengths[:, None]] = words[kept]
        return _with(batch, left)


def text_changes(asked: TextAugmentationSpec, task: Task) -> list[Change]:
    """What was asked for; words are left out first, as one that is gone cannot be masked."""
    reads = task.preprocessing
    changes: list[Change] = []
    if asked.delete:
        changes.append(Delete(asked.delete, reads.padding, reads.fixed))
    if asked.mask:
        changes.append(Mask(asked.mask, reads.unknown, reads.fixed))
    return changes


def _is_word(words: np.ndarray, fixed: tuple[int, ...]) -> np.ndarray:
    return np.logical_and.reduce([words != number for number in fixed])


def _chances(words: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    return draw.random(words.shape, dtype=np.float32)


def _with(batch: Batch, words: np.ndarray) -> Batch:
    return batch._replace(inputs=moved(torch.from_numpy(words), batch.inputs.device))
