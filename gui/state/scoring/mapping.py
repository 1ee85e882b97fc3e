"""Which column of a file is which input of a model. Plain values; no file, no widgets."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gui.widgets.written_value import value_of

if TYPE_CHECKING:
    from engine.schema.card import InputField, ModelCard
    from engine.schema.reading import Reading


def match_columns(inputs: "Sequence[InputField]", columns: Sequence[str]) -> dict[str, str | None]:
    """The column of each input: of the same name, else of one that differs in case, spaces or signs alone.

    A model with one input takes a file's only column whatever it is called.
    """
    exact, plain = set(columns), {_plain(column): column for column in reversed(columns)}
    found = {each.name: each.name if each.name in exact else plain.get(_plain(each.name)) for each in inputs}
    if len(inputs) == 1 and len(columns) == 1:
        return {inputs[0].name: columns[0]}
    return found


def input_of(
    card: "ModelCard", mapping: Mapping[str, str | None], cells: Mapping[str, Any], reading: "Reading"
) -> Any:
    """One input of /v1/predict; a cell that is empty, or says so in a word of the file's own, is left out."""
    empty = reading.missing or ()
    values = {
        each.name: None
        if cells.get(column) in empty
        else value_of(cells.get(column), each.kind, reading.decimal)
        for each in card.inputs
        if (column := mapping.get(each.name)) is not None
    }
    if card.input_form == "text":
        return next(iter(values.values()), None) or ""
    return {name: value for name, value in values.items() if value is not None}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
