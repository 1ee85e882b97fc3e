"""What the protocol says of a server and its models."""

from typing import Any

from engine.schema.card import ModelCard
from engine.serve.http.v2.inputs import input_tensors
from engine.serve.http.v2.outputs import output_tensors

PLATFORM = "modelyard"


def server(version: str) -> dict[str, Any]:
    return {"name": "modelyard", "version": version, "extensions": ["binary_tensor_data", "model_repository"]}


def model(name: str, card: ModelCard) -> dict[str, Any]:
    """Names, datatypes and shapes; -1 is any length. The order of ``probabilities`` is that of its labels."""
    inputs = [
        {"name": tensor, "datatype": datatype, "shape": [-1]} for tensor, datatype in input_tensors(card)
    ]
    return {
        "name": name,
        "versions": [card.id],
        "platform": PLATFORM,
        "inputs": inputs,
        "outputs": [_output(card, *output) for output in output_tensors(card)],
    }


def config(name: str, card: ModelCard) -> dict[str, Any]:
    """The same in the words of Triton's configuration; no first dimension is added to any shape."""
    return {
        "name": name,
        "platform": PLATFORM,
        "backend": PLATFORM,
        "max_batch_size": 0,
        "input": [
            {"name": tensor, "data_type": _type(datatype), "dims": [-1]}
            for tensor, datatype in input_tensors(card)
        ],
        "output": [
            {"name": tensor, "data_type": _type(datatype), "dims": shape}
            for tensor, datatype, shape in output_tensors(card)
        ],
    }


def _output(card: ModelCard, name: str, datatype: str, shape: list[int]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "datatype": datatype, "shape": shape}
    if name in ("probabilities", "labels"):
        described["parameters"] = {"labels": list(card.labels)}
    return described


def _type(datatype: str) -> str:
    return "TYPE_STRING" if datatype == "BYTES" else f"TYPE_{datatype}"
