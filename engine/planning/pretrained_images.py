"""How a pretrained network wants images: the size, and the mean and spread by which pixels are normalised."""

import math
from dataclasses import dataclass
from typing import Any

from engine.planning.pretrained_folder import PretrainedFolder

PROCESSOR = "preprocessor_config.json"
_SIZE = 224  # of most networks, where neither file says it
COLOURS = 3
_MOST_CHANNELS = 64  # more are no image's
_HALF = 0.5  # mean and spread of pixels where the folder does not tell them


@dataclass(frozen=True)
class ImageReading:
    """``mean`` and ``std`` are of each channel, pixels being 0 … 1."""

    size: int
    mean: tuple[float, ...]
    std: tuple[float, ...]


def image_reading(folder: PretrainedFolder) -> ImageReading:
    """From the folder's processor where it has one, else what its network's configuration tells."""
    settings = folder.json(PROCESSOR)
    channels = folder.number("num_channels") or COLOURS
    channels = channels if channels <= _MOST_CHANNELS else COLOURS
    size = folder.number("image_size") or _side(settings.get("crop_size")) or _side(settings.get("size"))
    return ImageReading(
        size or _SIZE,
        *(_of_channels(settings.get(name), channels) for name in ("image_mean", "image_std")),
    )


def _side(size: Any) -> int:
    """A processor writes 224, {"height": 224, "width": 224} or {"shortest_edge": 224}."""
    if isinstance(size, dict):
        size = size.get("height") or size.get("shortest_edge")
    return size if isinstance(size, int) else 0


def _of_channels(values: Any, channels: int) -> tuple[float, ...]:
    told = isinstance(values, list) and len(values) == channels
    if told and all(isinstance(value, int | float) and math.isfinite(value) for value in values):
        return tuple(float(value) for value in values)
    return (_HALF,) * channels
