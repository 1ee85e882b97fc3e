"""Whole batches of normalised images moved and coloured, each image by an amount of its own.

Everything is done for all images at once: so a thread that prepares batches does not hold the interpreter meanwhile,
and on a GPU it is done where the images are. What comes in from beyond an edge has the mean colour, which is 0.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.model.inputs.image_preprocessing import ImagePreprocessing

_LUMA = (0.299, 0.587, 0.114)  # of red, green and blue in what the eye takes for brightness (ITU-R BT.601)
_BLUR = ((1, 1, 1), (1, 5, 1), (1, 1, 1))  # what Pillow smooths with


@dataclass(frozen=True)
class Pixels:
    """The way from normalised values to 0 … 1 and back; ``mean`` and ``std`` are of each channel."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    @classmethod
    def of(cls, preprocessing: ImagePreprocessing) -> "Pixels":
        return cls(preprocessing.mean, preprocessing.std)

    def plain(self, images: Tensor) -> Tensor:
        """0 is black and 1 is white."""
        return images * _wide(self.std, images) + _wide(self.mean, images)

    def normalised(self, images: Tensor) -> Tensor:
        return (images.clamp(0, 1) - _wide(self.mean, images)) / _wide(self.std, images)


def flipped(images: Tensor, which: np.ndarray) -> Tensor:
    """Left and right swapped, where ``which`` says so."""
    return torch.where(column(which, images).bool(), images.flip(-1), images)


def moved(
    images: Tensor,
    *,
    turn: np.ndarray | float = 0.0,
    right: np.ndarray | float = 0.0,
    down: np.ndarray | float = 0.0,
    shear_x: np.ndarray | float = 0.0,
    shear_y: np.ndarray | float = 0.0,
) -> Tensor:
    """Turned by so many radians, sheared, and shifted by shares of width and height; read between the pixels."""
    rows = len(images)
    turn, right, down, shear_x, shear_y = (
        np.broadcast_to(np.asarray(value, dtype=np.float64), rows)
        for value in (turn, right, down, shear_x, shear_y)
    )
    cosine, sine = np.cos(turn), np.sin(turn)
    # Where each pixel comes from; an image's edges lie at −1 and 1.
    across = np.stack([cosine + sine * shear_y, cosine * shear_x + sine, -2 * right], axis=1)
    along = np.stack([cosine * shear_y - sine, cosine - sine * shear_x, -2 * down], axis=1)
    matrices = torch.from_numpy(np.stack([across, along], axis=1).astype(np.float32)).to(images.device)
    places = functional.affine_grid(matrices, list(images.shape), align_corners=False)
    return functional.grid_sample(images, places.to(images.dtype), align_corners=False)


def blended(images: Tensor, others: Tensor, strength: np.ndarray) -> Tensor:
    """Strength 1 is the image itself, 0 the other, above 1 further away from the other."""
    return others + column(strength, images) * (images - others)


def grey(images: Tensor) -> Tensor:
    """Without colour; of images in plain values."""
    if images.shape[1] == 1:
        return images
    return (images * _wide(_LUMA, images)).sum(dim=1, keepdim=True).expand_as(images)


def smoothed(images: Tensor) -> Tensor:
    """Each pixel mixed with its neighbours."""
    kernel = torch.tensor(_BLUR, dtype=images.dtype, device=images.device)
    kernel = (kernel / kernel.sum()).expand(images.shape[1], 1, 3, 3)
    edged = functional.pad(images, (1, 1, 1, 1), mode="replicate")
    return functional.conv2d(edged, kernel, groups=images.shape[1])


def column(values: np.ndarray, images: Tensor) -> Tensor:
    """One number an image, in the form in which images are multiplied with it."""
    return torch.from_numpy(values.astype(np.float32)).to(images.device)[:, None, None, None]


def _wide(of_channels: tuple[float, ...], images: Tensor) -> Tensor:
    return torch.tensor(of_channels, dtype=images.dtype, device=images.device)[:, None, None]
