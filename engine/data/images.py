"""Encoded images to arrays of one size: what training and serving both read. Knows bytes and pixels, and no network.

An image is turned as its EXIF data say, brought to eight bits a channel, its short side to the size asked for, and its
middle cut out.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from engine.data.intake.pictures import MAX_BYTES, MAX_PIXELS, opened
from engine.schema.problem import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

GREY, COLOURS = 1, 3  # channels
_DRAFT = 4  # a JPEG this many times larger than wanted is decoded at a half, a quarter or an eighth
# What Pillow's decoders raise on broken files; its error for too many pixels is a plain Exception.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, MemoryError)


class ImageError(ValueError):
    """These bytes are no image that can be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EncodedImages:
    """The images of a column of an Arrow file. They stay encoded, and on the disk until they are asked for."""

    def __init__(self, path: Path, column: str, rows: np.ndarray) -> None:
        """``rows`` are numbers in the dataset; the images are numbered in their order from 0."""
        self._rows = rows
        with pa.ipc.open_file(pa.memory_map(str(path))) as reader:
            place = reader.schema.get_field_index(column)
        options = pa.ipc.IpcReadOptions(included_fields=[place])
        stored = pa.ipc.open_file(pa.memory_map(str(path)), options=options).read_all()
        self._chunks = stored.column(0).chunks
        self._ends = np.cumsum([len(chunk) for chunk in self._chunks])

    def __len__(self) -> int:
        return len(self._rows)

    def content(self, number: int) -> bytes:
        """The bytes of image ``number`` as they were imported."""
        row = int(self._rows[number])
        chunk = int(np.searchsorted(self._ends, row, side="right"))
        first = int(self._ends[chunk - 1]) if chunk else 0
        return self._chunks[chunk][row - first].as_py()

    def decoded(self, numbers: np.ndarray, size: int, channels: int) -> np.ndarray:
        """These images as (images, channels, size, size); raises UserError naming the row of a broken one."""
        pixels = np.empty((len(numbers), channels, size, size), dtype=np.uint8)
        for place, number in enumerate(numbers):
            self._fill(pixels[place], int(number), size, channels)
        return pixels

    def all_decoded(self, size: int, channels: int, threads: int) -> np.ndarray:
        """Every image, decoded by several threads: Pillow lets go of the interpreter while it decodes."""
        pixels = np.empty((len(self), channels, size, size), dtype=np.uint8)
        with ThreadPoolExecutor(max(threads, 1), thread_name_prefix="decode") as pool:
            for _ in pool.map(
                lambda number: self._fill(pixels[number], number, size, channels), range(len(self))
            ):
                pass
        return pixels

    def _fill(self, target: np.ndarray, number: int, size: int, channels: int) -> None:
        try:
            target[:] = decoded(self.content(number), size, channels)
        except ImageError as fault:
            row = int(self._rows[number]) + 1
            raise UserError(fault.code, field="data.image", row=row) from fault


def decoded(content: bytes, size: int, channels: int) -> np.ndarray:
    """An encoded image as (channels, size, size) of 0 … 255; raises ImageError."""
    from PIL import Image

    if len(content) > MAX_BYTES:
        raise ImageError("image_too_large")
    try:
        with opened(content) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageError("image_too_large")
            image.draft("RGB", (_DRAFT * size, _DRAFT * size))
            pixels = _middle(_plain(_upright(image), channels), size)
    except Image.DecompressionBombError as error:
        raise ImageError("image_too_large") from error
    except ImageError:
        raise
    except _BROKEN as error:
        raise ImageError("image_unreadable") from error
    return pixels[None] if channels == GREY else pixels.transpose(2, 0, 1)


def is_grey(pixels: np.ndarray) -> bool:
    """Whether images of three channels (images, 3, height, width) show no colour."""
    return bool((pixels == pixels[:, :1]).all())


def _upright(image: "Image") -> "Image":
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _plain(image: "Image", channels: int) -> "Image":
    """Eight bits a channel, grey or red, green and blue; what can be seen through shows white."""
    from PIL import Image

    image = _eight_bits(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L" if channels == GREY else "RGB")


def _eight_bits(image: "Image") -> "Image":
    """Sixteen bits are shortened to eight; numbers with a point are taken as 0 … 1 where none is above 1."""
    from PIL import Image

    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    values = np.asarray(image).astype(np.float64)
    if image.mode == "F":
        values = values * 255 if values.size and np.nanmax(values) <= 1 else values
    elif values.size and values.max() > 255:  # ``I`` is how Pillow names both depths in some formats
        values = np.floor(values / 256)
    return Image.fromarray(np.nan_to_num(values).clip(0, 255).astype(np.uint8))


def _middle(image: "Image", size: int) -> np.ndarray:
    """The short side to ``size``, then the middle of the long one: the arithmetic of transformers' processors, done in
    one step, so that a long thin image takes no more memory than a square."""
    from PIL import Image

    width, height = image.size
    short = min(width, height)
    long = int(size * max(width, height) / short)
    across, down = (size, long) if width <= height else (long, size)
    left, top = (across - size) // 2 * width / across, (down - size) // 2 * height / down
    box = (left, top, min(left + size * width / across, width), min(top + size * height / down, height))
    if (across, down) == (width, height) == (size, size):
        return np.asarray(image)
    return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR, box=box))
