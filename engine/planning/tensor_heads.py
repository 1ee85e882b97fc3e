"""What stands in the headers of safetensors files: names, shapes and types of tensors. No weight is read."""

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_HEADER = 100_000_000  # bytes, as the format has it
_BYTES = {"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2}
_UNREADABLE = (
    OSError, ValueError, RecursionError, OverflowError, KeyError, TypeError, AttributeError, IndexError, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class TensorHead:
    """A tensor, unread."""

    shape: tuple[int, ...]
    dtype: str  # as safetensors writes it: F32, BF16 …

    @property
    def numbers(self) -> int:
        return math.prod(self.shape)


def heads_in(path: Path) -> dict[str, TensorHead]:
    """The tensors of a file by name; raises ValueError when it is damaged, cut off, or at odds with itself.

    Eight bytes of length, then JSON: {name: {"dtype", "shape", "data_offsets"}} (safetensors' format).
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size - 8, LARGEST_HEADER):
                raise ValueError(length)
            header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        heads = {name: _head(entry) for name, entry in header.items()}
        if 8 + length + max((entry["data_offsets"][1] for entry in header.values()), default=0) != size:
            raise ValueError(size)
    except _UNREADABLE as error:
        raise ValueError(f"{path.name} is damaged") from error
    return heads


def _head(entry: Any) -> TensorHead:
    """Raises ValueError where shape, type and place of a tensor do not agree."""
    head = TensorHead(tuple(int(n) for n in entry["shape"]), str(entry["dtype"]))
    first, last = entry["data_offsets"]
    if min(head.shape, default=0) < 0 or _BYTES.get(head.dtype, 0) * head.numbers not in (0, last - first):
        raise ValueError(head)
    return head
