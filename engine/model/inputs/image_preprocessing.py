"""What turns an image of a request into what the network reads: decoded as in training, and normalised."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine.data.images import ImageError, decoded
from engine.data.intake.pictures import MAX_BYTES
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.findings import as_written
from engine.schema.problem import Problem

IMAGE = "image"  # the key of an input, whatever the column is called
_BRIGHTEST = 255
_LONGEST = MAX_BYTES * 4 // 3 + 100  # letters in base64
_URL = "data:"  # data:image/png;base64,… as web pages write it


@dataclass(frozen=True)
class ImagePreprocessing:
    """Inputs are {"image": encoded bytes in base64}. ``mean`` and ``std`` are of each channel, pixels being 0 … 1."""

    form: ClassVar[Literal["image"]] = "image"
    column: str
    size: int
    mean: tuple[float, ...]
    std: tuple[float, ...]

    @property
    def channels(self) -> int:
        return len(self.mean)

    def shape(self, outputs: int) -> Shape:
        return Shape(0, outputs, channels=self.channels)

    def inputs(self) -> tuple[InputField, ...]:
        return (InputField(name=self.column, kind="image"),)

    def encode(self, inputs: Sequence[dict[str, Any]]) -> np.ndarray:
        """(images, channels, size, size), normalised."""
        pixels = [decoded(_content(value[IMAGE]), self.size, self.channels) for value in inputs]
        return self.normalised(np.stack(pixels))

    def read(self, inputs: Sequence[Any]) -> np.ndarray | None:
        """The same of what nobody has checked; None where one may be no image."""
        if not all(isinstance(value, dict) and value.keys() == {IMAGE} for value in inputs):
            return None
        if not all(_may_be_content(value[IMAGE]) for value in inputs):
            return None
        try:
            return self.encode(inputs)
        except (binascii.Error, ImageError):
            return None

    def normalised(self, pixels: np.ndarray) -> np.ndarray:
        """(pixel / 255 − mean) / std, in fp32."""
        scale, shift = self.scale_and_shift()
        return pixels.astype(np.float32) * scale[:, None, None] + shift[:, None, None]

    def scale_and_shift(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each channel: what a pixel of 0 … 255 is multiplied by, and what is added then."""
        mean, std = (np.array(values, dtype=np.float64) for values in (self.mean, self.std))
        return (1 / (_BRIGHTEST * std)).astype(np.float32), (-mean / std).astype(np.float32)

    def check(self, index: int, value: Any) -> list[Problem]:
        place = f"inputs.{index}"
        if not isinstance(value, dict):
            return [Problem(code="not_group", field=place, params={"value": as_written(value)})]
        surplus = [
            Problem(code="input_unknown", field=f"{place}.{name[:80]}", params={"known": IMAGE})
            for name in value
            if name != IMAGE
        ]
        code = self._fault(value.get(IMAGE))
        return [*surplus, *([Problem(code=code, field=f"{place}.{IMAGE}")] if code else [])]

    def _fault(self, text: Any) -> str | None:
        """Decoded once to see whether it can be: a wrong input must not spoil the others of its batch."""
        if text is None:
            return "input_missing"
        if not isinstance(text, str):
            return "input_not_base64"
        if len(text) > _LONGEST:
            return "input_image_too_large"
        try:
            decoded(_content(text), self.size, self.channels)
        except binascii.Error:
            return "input_not_base64"
        except ImageError as error:
            return f"input_{error.code}"
        return None

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "size": self.size,
            "mean": list(self.mean),
            "std": list(self.std),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "ImagePreprocessing":
        """The inverse of ``as_json``."""
        return cls(value["column"], value["size"], tuple(value["mean"]), tuple(value["std"]))


def _may_be_content(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= _LONGEST


def _content(text: str) -> bytes:
    """The bytes of an image in base64, with or without the head of a data URL; raises binascii.Error."""
    if text.startswith(_URL):
        text = text.partition(",")[2]
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:  # letters beyond ASCII
        raise binascii.Error(str(error)) from error
