"""A row copied from a table or a file, as values for a model's inputs. No Qt."""

import csv
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gui.widgets.written_value import value_of

if TYPE_CHECKING:
    from engine.schema.card import InputField

_SIGNS = ("\t", ";", ",", "|")


class Pasted(NamedTuple):
    """Values by input, and the inputs that the row says nothing of."""

    values: Mapping[str, Any]
    missing: tuple[str, ...]


def looks_like_a_row(text: str, inputs: int) -> bool:
    """Whether it is more than one value, so that it belongs into several fields."""
    return inputs > 1 and bool(text.strip()) and ("\t" in text or len(_cells(text)[0]) >= inputs)


def pasted_row(text: str, inputs: "Sequence[InputField]") -> Pasted:
    """By the names in a header where there is one, else by place."""
    lines = _cells(text)
    if not lines:
        return Pasted({}, tuple(spec.name for spec in inputs))
    names = [spec.name for spec in inputs]
    header = {cell.strip().casefold(): place for place, cell in enumerate(lines[0])}
    if len(lines) > 1 and any(name.casefold() in header for name in names):
        places = [header.get(name.casefold()) for name in names]
        row = lines[1]
    else:
        places, row = list(range(len(names))), lines[0]
    values = {}
    for spec, place in zip(inputs, places, strict=True):
        cell = row[place].strip() if place is not None and place < len(row) else ""
        if cell:
            values[spec.name] = value_of(cell, spec.kind)
    return Pasted(values, tuple(name for name in names if name not in values))


def _cells(text: str) -> list[list[str]]:
    """The lines that hold something, cut at the sign that the first one has most of; tabs go before all others."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    sign = "\t" if "\t" in lines[0] else max(_SIGNS, key=lines[0].count)
    return list(csv.reader(lines, delimiter=sign, skipinitialspace=True))
