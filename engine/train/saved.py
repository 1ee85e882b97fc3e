"""A checkpoint on the disk, as it is read: whole tensors by name, put together from the pieces that ranks wrote."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.schema.problem import UserError
from engine.system.manifest import MANIFEST
from engine.train.held import Block


class SavedCheckpoint:
    """Reads blocks of tensors; only the bytes asked for are read. Raises UserError for a damaged file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        self._tensors: dict[str, Any] = self.manifest["tensors"]
        self._files: dict[str, Any] = {}

    @property
    def step(self) -> int:
        """Optimizer steps that its weights have seen."""
        return int(self.manifest["step"])

    def names(self, prefix: str) -> list[str]:
        """Tensors whose names begin so."""
        return [name for name in self._tensors if name.startswith(prefix)]

    def has(self, name: str) -> bool:
        return name in self._tensors

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of the whole tensor."""
        return tuple(self._tensors[name]["shape"])

    def read(self, name: str, block: Block | None = None) -> Tensor:
        """A block of a tensor: (start, shape); all of it without one."""
        if name not in self._tensors:
            raise UserError("checkpoint_lacks", name=self._folder.name, tensor=name)
        start, shape = block or ((0,) * len(self.shape(name)), self.shape(name))
        pieces = self._tensors[name]["pieces"]
        with _damage_is_said(self._folder.name):
            if len(pieces) == 1:
                return self._part(name, pieces[0], start, shape)
            return self._joined(name, pieces, start, shape)

    def model(self) -> dict[str, Tensor]:
        """The whole model's tensors by name, averaged ones where the run averages its weights."""
        names = [name.removeprefix("model/") for name in self.names("model/")]
        averages = {name for name in names if self.has(f"average/{name}")}
        return {name: self.read(f"{'average' if name in averages else 'model'}/{name}") for name in names}

    def _joined(self, name: str, pieces: list[Any], start: tuple[int, ...], shape: tuple[int, ...]) -> Tensor:
        whole: Tensor | None = None
        for piece in pieces:
            overlap = _overlap(piece, start, shape)
            if overlap is None:
                continue
            first, size = overlap
            part = self._part(name, piece, first, size)
            if whole is None:
                whole = torch.empty(shape, dtype=part.dtype)
            place = tuple(slice(a - b, a - b + n) for a, b, n in zip(first, start, size, strict=True))
            whole[place] = part
        if whole is None:  # a block without numbers: more ranks than rows
            return self._part(name, pieces[0], tuple(pieces[0]["start"]), tuple(0 for _ in shape)).reshape(
                shape
            )
        return whole

    def _part(self, name: str, piece: Any, start: tuple[int, ...], shape: tuple[int, ...]) -> Tensor:
        file = self._open(piece["file"])
        if not shape:
            return file.get_tensor(name)
        inside = tuple(slice(a - b, a - b + n) for a, b, n in zip(start, piece["start"], shape, strict=True))
        return file.get_slice(name)[inside]

    def _open(self, name: str) -> Any:
        if name not in self._files:
            self._files[name] = safe_open(self._folder / name, framework="pt")
        return self._files[name]


@contextmanager
def _damage_is_said(name: str) -> Iterator[None]:
    """What safetensors says of a broken file, in words for a person."""
    try:
        yield
    except SafetensorError as error:
        raise UserError("checkpoint_damaged", name=name, file=str(error)[:200]) from error


def _overlap(
    piece: Any, start: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Where a piece and a wanted block meet; None when they do not."""
    first = tuple(max(a, b) for a, b in zip(piece["start"], start, strict=True))
    ends = (
        min(a + n, b + m) for a, n, b, m in zip(piece["start"], piece["shape"], start, shape, strict=True)
    )
    size = tuple(end - a for end, a in zip(ends, first, strict=True))
    return (first, size) if all(n > 0 for n in size) else None
