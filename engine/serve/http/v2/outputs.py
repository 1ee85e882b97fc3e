"""The outputs of /v1/predict to tensors, and what a model's tensors are called."""

from collections.abc import Sequence
from typing import Any

from engine.schema.card import ModelCard
from engine.serve.http.v2.tensor import Tensor

Output = dict[str, Any]


def output_tensors(card: ModelCard) -> list[tuple[str, str, list[int]]]:
    """Name, datatype and shape of what the model gives; -1 is the number of rows, or of items."""
    if card.task == "language_model":
        return [("text", "BYTES", [-1])]
    if card.task == "recommendation":
        numbers = [("score", "FP64", [-1]), *([("value", "FP64", [-1])] if card.target else [])]
        return [("items", "BYTES", [-1, -1]), ("scores", "FP64", [-1, -1]), *numbers]
    if not card.labels:
        return [("value", "FP64", [-1])]
    shares = [("label", "BYTES", [-1]), ("probabilities", "FP64", [-1, len(card.labels)])]
    return [*shares, *([("labels", "BOOL", [-1, len(card.labels)])] if card.multi_label else [])]


def tensors_of(card: ModelCard, outputs: Sequence[Output]) -> list[Tensor]:
    """One row an output. Where a row has fewer items than another, it ends in empty ones; NaN stands for no number."""
    return [_tensor(card, name, datatype, outputs) for name, datatype, _ in output_tensors(card)]


def _tensor(card: ModelCard, name: str, datatype: str, outputs: Sequence[Output]) -> Tensor:
    count = len(outputs)
    match name:
        case "probabilities":
            rows = [[output[name][label] for label in card.labels] for output in outputs]
            return _matrix(name, datatype, rows, len(card.labels), None)
        case "labels":
            rows = [[label in output[name] for label in card.labels] for output in outputs]
            return _matrix(name, datatype, rows, len(card.labels), None)
        case "items" | "scores":
            rows = [output.get(name, []) for output in outputs]
            widest = max(map(len, rows), default=0)
            return _matrix(name, datatype, rows, widest, "" if name == "items" else float("nan"))
        case _:
            nothing = "" if datatype == "BYTES" else float("nan")
            return Tensor(name, datatype, (count,), [output.get(name, nothing) for output in outputs])


def _matrix(name: str, datatype: str, rows: Sequence[Sequence[Any]], width: int, nothing: Any) -> Tensor:
    values = [value for row in rows for value in (*row, *[nothing] * (width - len(row)))]
    return Tensor(name, datatype, (len(rows), width), values)
