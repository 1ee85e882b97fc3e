"""A request of the protocol to its tensors, and tensors to an answer. Knows no model."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from engine.schema.findings import problem_of
from engine.schema.prediction import MAX_INPUTS
from engine.schema.problem import Problem
from engine.serve.http.v2.tensor import DATATYPES, Tensor, from_binary, from_json, to_binary, to_json
from engine.serve.refused import Refused

HEADER = b"inference-header-content-length"  # how much of a body is JSON; tensors in binary follow it
_MOST_TENSORS = 4096


class _Parameters(BaseModel):
    binary_data_size: int | None = Field(None, ge=0)
    binary_data: bool | None = None
    binary_data_output: bool | None = None


class _Input(BaseModel):
    name: str
    shape: list[int] = Field(max_length=8)
    datatype: str
    parameters: _Parameters = _Parameters()
    data: Any = None


class _Wanted(BaseModel):
    name: str
    parameters: _Parameters = _Parameters()


class _Body(BaseModel):
    id: str | None = None
    inputs: list[_Input] = Field(min_length=1, max_length=_MOST_TENSORS)
    outputs: list[_Wanted] = Field(default=[], max_length=_MOST_TENSORS)
    parameters: _Parameters = _Parameters()


@dataclass(frozen=True, slots=True)
class Inference:
    """What is asked. ``outputs`` says of each wanted tensor whether it is to come in binary; empty wants all."""

    id: str | None
    inputs: list[Tensor]
    outputs: dict[str, bool]
    binary: bool  # of outputs that are not named


def read(body: bytes, header_length: bytes | None) -> Inference:
    """Raises Refused: 400 for what is not of the protocol."""
    length = _length_of_head(body, header_length)
    try:
        asked = _Body.model_validate_json(body[:length])
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        code = Problem(code="not_json") if found["type"] == "json_invalid" else problem_of(found)
        raise Refused(400, code) from None
    binary = bool(asked.parameters.binary_data_output)
    outputs = {
        wanted.name: binary if (said := wanted.parameters.binary_data) is None else said
        for wanted in asked.outputs
    }
    return Inference(asked.id, _tensors(asked.inputs, memoryview(body)[length:]), outputs, binary)


def write(
    name: str, version: str, asked: Inference, outputs: Sequence[Tensor]
) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    """The body of an answer, further headers and the content type. Raises Refused (400) for an unknown output."""
    by_name = {tensor.name: tensor for tensor in outputs}
    unknown = next((wanted for wanted in asked.outputs if wanted not in by_name), None)
    if unknown is not None:
        raise refused("tensor_unknown", unknown, name=unknown[:80], known=", ".join(by_name))
    chosen = asked.outputs or dict.fromkeys(by_name, asked.binary)
    told, pieces = [], []
    for wanted, is_binary in chosen.items():
        tensor = by_name[wanted]
        entry: dict[str, Any] = {"name": wanted, "datatype": tensor.datatype, "shape": list(tensor.shape)}
        if is_binary:
            pieces.append(to_binary(tensor))
            entry["parameters"] = {"binary_data_size": len(pieces[-1])}
        else:
            entry["data"] = to_json(tensor)
        told.append(entry)
    answer = {"model_name": name, "model_version": version, "outputs": told}
    head = json.dumps({**({"id": asked.id} if asked.id else {}), **answer}, separators=(",", ":")).encode()
    if not pieces:
        return head, [], b"application/json"
    return b"".join((head, *pieces)), [(HEADER, b"%d" % len(head))], b"application/octet-stream"


def refused(code: str, field: str | None = None, **params: Any) -> Refused:
    """A request that is not what the model or the protocol takes."""
    return Refused(400, Problem(code=code, field=field, params=params))


def _length_of_head(body: bytes, header_length: bytes | None) -> int:
    if header_length is None:
        return len(body)
    if not header_length.isdigit() or len(header_length) > 12 or int(header_length) > len(body):
        raise refused("tensor_header_length")
    return int(header_length)


def _tensors(inputs: list[_Input], binary: memoryview) -> list[Tensor]:
    tensors, place = [], 0
    for given in inputs:
        count = math.prod(given.shape)
        if given.datatype not in DATATYPES:
            raise refused("tensor_datatype", given.name, name=given.name[:80], value=given.datatype[:20])
        if any(size < 0 for size in given.shape) or count > MAX_INPUTS:
            raise refused("tensor_shape", given.name, name=given.name[:80], value=str(given.shape)[:40])
        size = given.parameters.binary_data_size
        try:
            if size is None:
                values = from_json(given.datatype, count, given.data)
            else:
                values = from_binary(given.datatype, count, binary[place : place + size])
        except ValueError as error:
            raise refused("tensor_data", given.name, name=given.name[:80], reason=str(error)) from None
        place += size or 0
        tensors.append(Tensor(given.name, given.datatype, tuple(given.shape), values))
    if place != len(binary):
        raise refused("tensor_header_length")
    return tensors
