"""A tensor of the protocol, between its two forms on the wire and a flat list of Python values. Knows no model.

Numbers are little-endian in row-major order; an element of BYTES has its length in four bytes before it (Open Inference
Protocol, binary tensor data extension).
"""

import itertools
import math
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

FORMATS = {
    "BOOL": "?", "UINT8": "B", "UINT16": "H", "UINT32": "I", "UINT64": "Q",
    "INT8": "b", "INT16": "h", "INT32": "i", "INT64": "q", "FP16": "e", "FP32": "f", "FP64": "d",
}  # fmt: skip
DATATYPES = frozenset({*FORMATS, "BYTES"})
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Tensor:
    """``values`` are flat: bytes (or texts, where they came as JSON) of BYTES, else numbers or switches."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    values: list[Any]


def from_binary(datatype: str, count: int, data: memoryview) -> list[Any]:
    """Exactly ``count`` values. Raises ValueError when the bytes are not that many."""
    if datatype == "BYTES":
        values = list(itertools.islice(_pieces(data), count + 1))
        if len(values) != count:
            raise ValueError(f"{len(values)} elements{' or more' * (len(values) > count)}, not {count}")
        return values
    form = f"<{count}{FORMATS[datatype]}"
    if struct.calcsize(form) != len(data):
        raise ValueError(f"{len(data)} bytes, not {struct.calcsize(form)}")
    return list(struct.unpack(form, data))


def from_json(datatype: str, count: int, data: Any) -> list[Any]:
    """Exactly ``count`` values from a flat or nested list. Raises ValueError."""
    if not isinstance(data, list):
        raise ValueError("no list of values")
    values = list(_flat(data))
    if len(values) != count:
        raise ValueError(f"{len(values)} elements, not {count}")
    wrong = next((value for value in values if not _fits(datatype, value)), _NOTHING)
    if wrong is not _NOTHING:
        raise ValueError(f"{str(wrong)[:40]} is not {datatype}")
    return values


def to_binary(tensor: Tensor) -> bytes:
    """The bytes of a tensor."""
    if tensor.datatype != "BYTES":
        return struct.pack(f"<{len(tensor.values)}{FORMATS[tensor.datatype]}", *tensor.values)
    pieces = (value.encode(errors="replace") if isinstance(value, str) else value for value in tensor.values)
    return b"".join(itertools.chain.from_iterable((_LENGTH.pack(len(piece)), piece) for piece in pieces))


def to_json(tensor: Tensor) -> list[Any]:
    """Its values for JSON; what is no number is null."""
    if tensor.datatype.startswith("FP"):
        return [value if math.isfinite(value) else None for value in tensor.values]
    return tensor.values


_NOTHING = object()


def _fits(datatype: str, value: Any) -> bool:
    if datatype == "BYTES":
        return isinstance(value, str)
    if datatype == "BOOL":
        return isinstance(value, bool) or value in (0, 1)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (
        datatype.startswith("FP") and (value is None or isinstance(value, float))
    )


def _flat(data: Any) -> Iterable[Any]:
    """Level by level, so that the depth of a body costs no stack."""
    level = [data]
    while level and isinstance(level[0], list):
        level = list(
            itertools.chain.from_iterable(part if isinstance(part, list) else [part] for part in level)
        )
    return level


def _pieces(data: memoryview) -> Iterator[bytes]:
    place = 0
    while place < len(data):
        if place + _LENGTH.size > len(data):
            raise ValueError("an element without its length")
        (size,) = _LENGTH.unpack_from(data, place)
        place += _LENGTH.size
        if place + size > len(data):
            raise ValueError("an element that is cut short")
        yield bytes(data[place : place + size])
        place += size
