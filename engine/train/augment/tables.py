"""Rows of a table varied: noise on numbers, and rows mixed with others."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.data.features import NumberFeature, TableEncoder
from engine.schema.augmentation_spec import TableAugmentationSpec
from engine.train.augment.base import Change
from engine.train.augment.mixing import Mixup
from engine.train.task.base import Batch, Task


@dataclass(frozen=True)
class Noise:
    """Gaussian noise on standardised numbers, and on nothing else: categories and signs of missing values stay."""

    scale: Tensor  # of each input, 0 where none is added

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        drawn = torch.from_numpy(draw.standard_normal(tuple(batch.inputs.shape), dtype=np.float32))
        return batch._replace(inputs=batch.inputs + (drawn * self.scale).to(batch.inputs))


def table_changes(asked: TableAugmentationSpec, task: Task) -> list[Change]:
    """What was asked for, noise first: rows are mixed as they are then."""
    changes: list[Change] = []
    if asked.noise:
        changes.append(Noise(asked.noise * numbers_of(task.preprocessing.encoder)))
    if asked.mixup:
        changes.append(Mixup(asked.mixup, task.outputs, task.padding))
    return changes


def numbers_of(encoder: TableEncoder) -> Tensor:
    """1 for each input that is a number's own value, 0 for every other."""
    signs: list[int] = []
    for feature in encoder.features:
        signs += [int(isinstance(feature, NumberFeature)), *(0,) * (feature.width - 1)]
    return torch.tensor(signs, dtype=torch.float32)
