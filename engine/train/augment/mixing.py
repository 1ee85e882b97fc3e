"""Rows mixed with other rows of the batch, and what they should have said with it.

A class becomes shares of classes, a number a number between two. A row of padding is neither mixed nor mixed in.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.train.task.base import Batch


@dataclass(frozen=True)
class Mixup:
    """λ · row + (1 − λ) · another row, λ ~ Beta(α, α) drawn for each row (Zhang et al., 2018)."""

    alpha: float
    outputs: int  # classes, where targets are classes
    padding: float  # a target that no loss counts

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        partner = _partners(batch.targets, self.padding, draw)
        share = _column(draw.beta(self.alpha, self.alpha, len(partner)), batch.inputs)
        inputs = _mixed(batch.inputs, batch.inputs[partner], share)
        return batch._replace(
            inputs=inputs, targets=mixed_targets(batch.targets, partner, share, self.outputs, self.padding)
        )


@dataclass(frozen=True)
class Cutmix:
    """A rectangle of another image in its place, as large as 1 − λ of the image, λ ~ Beta(α, α) (Yun et al., 2019).

    Inputs are rows × channels × height × width; targets are mixed by what is left after the rectangle met the edges.
    """

    alpha: float
    outputs: int
    padding: float

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        partner = _partners(batch.targets, self.padding, draw)
        height, width = batch.inputs.shape[-2:]
        inside = _rectangles(draw, self.alpha, len(partner), height, width)
        share = torch.from_numpy(1 - inside.mean(axis=(1, 2))).to(batch.inputs)
        mask = torch.from_numpy(inside).to(batch.inputs.device)[:, None]
        inputs = torch.where(mask, batch.inputs[partner], batch.inputs)
        return batch._replace(
            inputs=inputs, targets=mixed_targets(batch.targets, partner, share, self.outputs, self.padding)
        )


def mixed_targets(targets: Tensor, partner: Tensor, share: Tensor, outputs: int, padding: float) -> Tensor:
    """``share`` of the row's own target and the rest of its partner's; of classes, rows of shares that sum to 1.

    Padding among classes becomes a row of zeros, which no cross-entropy counts.
    """
    if not targets.is_floating_point():
        known = targets != padding
        targets = functional.one_hot(targets * known, outputs).float() * known[:, None]
    return _mixed(targets, targets[partner], share)


def _mixed(rows: Tensor, others: Tensor, share: Tensor) -> Tensor:
    return others + share.to(rows.dtype).reshape(-1, *(1,) * (rows.ndim - 1)) * (rows - others)


def _partners(targets: Tensor, padding: float, draw: np.random.Generator) -> Tensor:
    """For each row another of those that are no padding; padding, which comes last, has itself."""
    if targets.ndim > 1:  # mixed before: shares of classes, of which padding has none
        empty = ~targets.any(dim=1)
    else:
        empty = targets.isnan() if padding != padding else targets == padding
    known = int((~empty).sum())
    order = np.concatenate([draw.permutation(known), np.arange(known, len(targets))])
    return torch.from_numpy(order.astype(np.int64)).to(targets.device)


def _column(values: np.ndarray, like: Tensor) -> Tensor:
    return torch.from_numpy(values.astype(np.float32)).to(like.device)


def _rectangles(draw: np.random.Generator, alpha: float, rows: int, height: int, width: int) -> np.ndarray:
    """Masks of rows × height × width: a rectangle around a point anywhere, cut off at the edges."""
    side = np.sqrt(1 - draw.beta(alpha, alpha, rows))
    inside = []
    for size in (height, width):
        middle, half = draw.integers(0, size, rows), side * size / 2
        places = np.arange(size)[None]
        inside.append((places >= (middle - half)[:, None]) & (places < (middle + half)[:, None]))
    return inside[0][:, :, None] & inside[1][:, None, :]
