"""Tensors to the inputs of /v1/predict: one tensor a column of a record, or one of texts or images."""

import base64
import math
from collections.abc import Sequence
from typing import Any

from engine.schema.card import InputField, ModelCard
from engine.schema.prediction import MAX_INPUTS
from engine.serve.http.v2.message import refused
from engine.serve.http.v2.tensor import Tensor

# How image files begin that a model may be sent as they are; anything else is taken for base64.
_MAGIC = (b"\x89PNG", b"\xff\xd8", b"RIFF", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_DATATYPES = {"number": "FP64", "boolean": "BOOL"}


def input_tensors(card: ModelCard) -> list[tuple[str, str]]:
    """Name and datatype of what the model takes."""
    if card.input_form != "record":
        return [(card.input_form, "BYTES")]
    return [(field.name, _DATATYPES.get(field.kind, "BYTES")) for field in card.inputs]


def inputs_of(card: ModelCard, tensors: Sequence[Tensor]) -> list[Any]:
    """One input a row. Raises Refused (400) for tensors that are not this model's, or differ in length."""
    known = dict(input_tensors(card))
    for tensor in tensors:
        if tensor.name not in known:
            raise refused("tensor_unknown", tensor.name, name=tensor.name[:80], known=", ".join(known))
    count = _rows(tensors)
    if card.input_form == "text":
        return [_text(tensors[0], value) for value in tensors[0].values]
    if card.input_form == "image":
        return [{"image": _image(tensors[0], value)} for value in tensors[0].values]
    fields = {field.name: field for field in card.inputs}
    columns = [(tensor.name, _column(fields[tensor.name], tensor)) for tensor in tensors]
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    is_optional = card.task == "recommendation"  # a side that is not given is left out, as a form leaves it
    for name, values in columns:
        for row, value in zip(rows, values, strict=True):
            if not (is_optional and value is None):
                row[name] = value
    return rows


def _rows(tensors: Sequence[Tensor]) -> int:
    """How many rows all of them have: shapes are [n] or [n, 1]."""
    count = tensors[0].shape[0] if tensors[0].shape else 0
    for tensor in tensors:
        if tensor.shape not in ((count,), (count, 1)) or not 1 <= count <= MAX_INPUTS:
            shown = str(list(tensor.shape))[:40]
            raise refused("tensor_shape", tensor.name, name=tensor.name, value=shown)
    return count


def _column(field: InputField, tensor: Tensor) -> list[Any]:
    """The values as the model reads them; NaN and an empty text stand for a missing one."""
    if tensor.datatype == "BYTES":
        return [_text(tensor, value) or None for value in tensor.values]
    if field.kind == "boolean":
        return [None if _is_missing(value) else bool(value) for value in tensor.values]
    if field.kind in ("category", "text", "date"):  # numbers that name something, such as ids
        return [None if _is_missing(value) else str(value) for value in tensor.values]
    infinite = next(
        (value for value in tensor.values if isinstance(value, float) and math.isinf(value)), None
    )
    if infinite is not None:  # JSON has no word for it
        raise refused("tensor_data", tensor.name, name=tensor.name, reason=f"{infinite} is no number")
    return [None if _is_missing(value) else value for value in tensor.values]


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _text(tensor: Tensor, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        raise refused("tensor_datatype", tensor.name, name=tensor.name, value=tensor.datatype)
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise refused("tensor_text", tensor.name, name=tensor.name) from None


def _image(tensor: Tensor, value: Any) -> str:
    if isinstance(value, bytes) and value.startswith(_MAGIC):
        return base64.b64encode(value).decode()
    return _text(tensor, value)
