"""What a model answered, as cells of a table. Plain values."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.schema.card import ModelCard

_MOST_SHARES = 50  # classes that get a column of their own


def answer_columns(card: "ModelCard", taken: Sequence[str]) -> list[str]:
    """Names of the new columns; one that the file has already gets another name."""
    target = card.target or "text"
    match card.task:
        case "recommendation":
            names = ["items", "scores"]
        case _ if card.labels:
            shares = [f"p({label})" for label in card.labels] if len(card.labels) <= _MOST_SHARES else []
            names = [f"{target}_predicted", *shares]
        case _:
            names = [f"{target}_predicted"]
    return [_free(name, taken) for name in [*names, "refused"]]


def answer_cells(card: "ModelCard", output: Mapping[str, Any]) -> list[Any]:
    """The cells of ``answer_columns``, without the last one."""
    if card.task == "recommendation":
        if "items" in output:
            return [_joined(output["items"]), _joined(output.get("scores") or ())]
        return [output.get("item", ""), output.get("score", output.get("value", ""))]
    said = output.get(
        "labels", output.get("label", output.get("value", output.get("text", output.get("score", ""))))
    )
    cells = [_joined(said) if isinstance(said, list) else said]
    if card.labels and len(card.labels) <= _MOST_SHARES:
        shares = output.get("probabilities") or {}
        cells += [shares.get(label, "") for label in card.labels]
    return cells


def _joined(values: Sequence[Any]) -> str:
    return "|".join(str(value) for value in values)


def _free(name: str, taken: Sequence[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
