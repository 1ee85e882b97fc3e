"""Images varied: swapped, shifted, turned, coloured, mixed."""

import math
from dataclasses import dataclass

import numpy as np

from engine.schema.augmentation_spec import ImageAugmentationSpec
from engine.train.augment.base import Change
from engine.train.augment.mixing import Cutmix, Mixup
from engine.train.augment.pixels import Pixels, blended, flipped, grey, moved
from engine.train.augment.randaugment import RandAugment
from engine.train.task.base import Batch, Task


@dataclass(frozen=True)
class Flip:
    """Left and right are swapped in half of the images."""

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        return batch._replace(inputs=flipped(batch.inputs, draw.random(len(batch.inputs)) < 0.5))


@dataclass(frozen=True)
class Shift:
    """By whole pixels, up to a share of height and width: what an image padded all around and cropped again comes to."""

    share: float

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        height, width = batch.inputs.shape[-2:]
        down, right = (
            draw.integers(-most, most + 1, len(batch.inputs)) / size
            for size in (height, width)
            for most in (round(self.share * size),)
        )
        return batch._replace(inputs=moved(batch.inputs, right=right, down=down))


@dataclass(frozen=True)
class Turn:
    """By up to so many degrees to either side."""

    degrees: float

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        most = math.radians(self.degrees)
        return batch._replace(inputs=moved(batch.inputs, turn=draw.uniform(-most, most, len(batch.inputs))))


@dataclass(frozen=True)
class Colour:
    """Brightness, contrast and saturation, each multiplied by a number between 1 − most and 1 + most."""

    most: float
    pixels: Pixels

    def __call__(self, batch: Batch, draw: np.random.Generator) -> Batch:
        images = self.pixels.plain(batch.inputs)
        brightness, contrast, saturation = draw.uniform(1 - self.most, 1 + self.most, (3, len(images)))
        images = blended(images, images * 0, brightness).clamp(0, 1)
        middle = grey(images).mean(dim=(1, 2, 3), keepdim=True).expand_as(images)
        images = blended(images, middle, contrast).clamp(0, 1)
        return batch._replace(inputs=self.pixels.normalised(blended(images, grey(images), saturation)))


def image_changes(asked: ImageAugmentationSpec, task: Task) -> list[Change]:
    """What was asked for: first where things are, then what colour they have, then what is mixed with what."""
    pixels = Pixels.of(task.preprocessing)
    wanted: list[tuple[float, Change]] = [
        (asked.flip, Flip()),
        (asked.crop, Shift(asked.crop)),
        (asked.rotate, Turn(asked.rotate)),
        (asked.colour, Colour(asked.colour, pixels)),
        (asked.randaugment, RandAugment(asked.randaugment, pixels)),
        (asked.mixup, Mixup(asked.mixup, task.outputs, task.padding)),
        (asked.cutmix, Cutmix(asked.cutmix, task.outputs, task.padding)),
    ]
    return [change for amount, change in wanted if amount]
