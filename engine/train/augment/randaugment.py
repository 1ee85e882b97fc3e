"""RandAugment (Cubuk et al., 2020): two operations an image, drawn from a list, all of one strength."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.train.augment.pixels import Pixels, blended, column, grey, moved, smoothed
from engine.train.task.base import Batch

_OPERATIONS = 2
_STRONGEST = 30  # of the paper's scale, which the spec bounds
_TURN, _SHEAR, _SHIFT, _CONTRAST = math.radians(30), 0.3, 0.45, 0.9  # at that strength, as the paper has them
_SHADES = 4  # bits of a colour that posterizing takes away at that strength

Operation = Callable[[Tensor, np.ndarray], Tensor]  # plain pixels, and each image's strength from −1 to 1


@dataclass(frozen=True)
class RandAugment:
    """``strength`` is the paper's M, from 0 to 30; half of the strengths are turned to the other side."""

    strength: int
    pixels: Pixels

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        images = self.pixels.plain(batch.inputs)
        for _ in range(_OPERATIONS):
            chosen = draw.integers(0, len(OPERATIONS), len(images))
            amount = self.strength / _STRONGEST * draw.choice((-1.0, 1.0), len(images))
            for number, operation in enumerate(OPERATIONS):
                mine = np.flatnonzero(chosen == number)
                if len(mine):
                    places = torch.from_numpy(mine).to(images.device)
                    images = images.index_copy(0, places, operation(images[places], amount[mine]).clamp(0, 1))
        return batch._replace(inputs=self.pixels.normalised(images))


def _posterized(images: Tensor, amount: np.ndarray) -> Tensor:
    """Fewer shades."""
    shades = column(2.0 ** (8 - np.round(np.abs(amount) * _SHADES)), images)
    return (images * 255 * shades / 256).floor() * 256 / shades / 255


def _solarized(images: Tensor, amount: np.ndarray) -> Tensor:
    """What is brighter than a bound is turned around."""
    return torch.where(images >= column(1 - np.abs(amount), images), 1 - images, images)


def _stretched(images: Tensor, amount: np.ndarray) -> Tensor:
    """From the darkest to the brightest of each channel becomes from black to white."""
    low, high = images.amin(dim=(2, 3), keepdim=True), images.amax(dim=(2, 3), keepdim=True)
    flat = high <= low
    return torch.where(flat, images, (images - low) / (high - low).masked_fill(flat, 1.0))


def _brightened(images: Tensor, amount: np.ndarray) -> Tensor:
    return blended(images, torch.zeros_like(images), 1 + _CONTRAST * amount)


def _contrasted(images: Tensor, amount: np.ndarray) -> Tensor:
    middle = grey(images).mean(dim=(1, 2, 3), keepdim=True).expand_as(images)
    return blended(images, middle, 1 + _CONTRAST * amount)


OPERATIONS: tuple[Operation, ...] = (
    lambda images, amount: images,
    lambda images, amount: moved(images, turn=_TURN * amount),
    lambda images, amount: moved(images, shear_x=_SHEAR * amount),
    lambda images, amount: moved(images, shear_y=_SHEAR * amount),
    lambda images, amount: moved(images, right=_SHIFT * amount),
    lambda images, amount: moved(images, down=_SHIFT * amount),
    _brightened,
    _contrasted,
    lambda images, amount: blended(images, grey(images), 1 + _CONTRAST * amount),
    lambda images, amount: blended(images, smoothed(images), 1 + _CONTRAST * amount),
    _posterized,
    _solarized,
    _stretched,
)
