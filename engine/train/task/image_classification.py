"""Tell which class an image belongs to.

Images stay as they were imported until a batch asks for them; where all of them fit into memory at the size the network
reads, they are decoded once. Which of the two it is changes no number.
"""

import numpy as np
import psutil
import torch
from torch import Tensor

from engine.data.images import COLOURS, GREY, EncodedImages, is_grey
from engine.data.rows.prepare import prepare
from engine.model.inputs.image_preprocessing import IMAGE, ImagePreprocessing
from engine.planning.memory import rows_of_images
from engine.planning.pretrained_folder import read_folder
from engine.planning.pretrained_images import image_reading
from engine.planning.size import MOST_DECODED
from engine.schema.model_spec import PretrainedSpec
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.classification import Classification, numbered
from engine.train.task.transfer import moved

_LOOKED_AT = 256  # training images by which it is known whether there are colours
_MEASURED = 2048  # training images by whose pixels all are normalised
_LEAST_SPREAD = 1 / 255  # of a channel, where every pixel is the same
_SHARE_OF_FREE = 4  # one part in so many of the memory that is free may be taken by decoded images


class ImageClassification(Classification):
    """Pixels, and a class for each image."""

    counts_top5 = True

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec = source.spec
        image, target = spec.data.image or IMAGE, spec.data.target
        kinds = {column.name: column.kind for column in source.card.columns}
        kinds |= {image: "image", target: "category"}
        prepared = prepare(source.data, kinds, spec.data, (image,), target, needed=(image,))
        self.take_up(prepared)
        labels, numbers = numbered(prepared.table.columns[target], target)
        self.learn_classes(source, labels, numbers, self.split)

        self._device = source.device
        self._images = EncodedImages(source.data, image, prepared.rows)
        self._targets = {name: torch.from_numpy(numbers[getattr(self.split, name)]) for name in SPLITS}
        if isinstance(spec.model, PretrainedSpec):  # it knows how images must be for it
            reading = image_reading(read_folder(spec.model.path))
            self.preprocessing = ImagePreprocessing(image, reading.size, reading.mean, reading.std)
        else:
            self.preprocessing = self._preprocessing_of(image, spec.model.image_size)
        self.best_batch = rows_of_images(self.preprocessing.size**2)
        self._pixels = self._all_pixels(len(spec.strategy.devices))
        self.loads_in_threads = self._pixels is None or spec.data.augmentation is not None
        scale, shift = self.preprocessing.scale_and_shift()
        self._scale, self._shift = (torch.from_numpy(part)[:, None, None] for part in (scale, shift))

    def rows(self, split: str) -> int:
        return len(self._targets[split])

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Eight bits a pixel travel to the device, and become numbers there."""
        rows = rows.cpu()
        pixels = moved(torch.from_numpy(self._pixels_of(split, rows.numpy())), self._device)
        scale, shift = self._scale.to(self._device), self._shift.to(self._device)
        inputs = torch.addcmul(shift, pixels.float(), scale)
        return Batch(inputs, moved(self._targets[split][rows], self._device))

    def _pixels_of(self, split: str, rows: np.ndarray) -> np.ndarray:
        places = getattr(self.split, split)[rows]
        if self._pixels is not None:
            return self._pixels[places]
        return self._images.decoded(places, self.preprocessing.size, self.preprocessing.channels)

    def _preprocessing_of(self, image: str, size: int) -> ImagePreprocessing:
        """Channels, mean and spread as the training images have them."""
        train = self.split.train
        looked_at = self._images.decoded(_spread(train, _LOOKED_AT), size, COLOURS)
        channels = GREY if is_grey(looked_at) else COLOURS
        total, squares = np.zeros(channels), np.zeros(channels)
        measured = _spread(train, _MEASURED)
        for part in np.array_split(measured, -(-len(measured) // _LOOKED_AT)):
            pixels = self._images.decoded(part, size, channels) / 255
            total += pixels.sum(axis=(0, 2, 3))
            squares += np.square(pixels).sum(axis=(0, 2, 3))
        count = len(measured) * size**2
        mean = total / count
        std = np.sqrt(np.maximum(squares / count - mean**2, _LEAST_SPREAD**2))
        return ImagePreprocessing(image, size, tuple(mean.tolist()), tuple(std.tolist()))

    def _all_pixels(self, ranks: int) -> np.ndarray | None:
        """Every image decoded, if there is room for that on every rank of this machine."""
        size, channels = self.preprocessing.size, self.preprocessing.channels
        room = min(MOST_DECODED, psutil.virtual_memory().available // (_SHARE_OF_FREE * ranks))
        if len(self._images) * channels * size**2 > room:
            return None
        return self._images.all_decoded(size, channels, torch.get_num_threads())


def _spread(rows: np.ndarray, most: int) -> np.ndarray:
    """At most so many of them, at even distances."""
    count = min(len(rows), most)
    return rows[np.arange(count) * len(rows) // count]
