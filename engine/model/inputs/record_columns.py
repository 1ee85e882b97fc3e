"""Records of many requests to columns at once, in a tenth of the time that a look at each value takes."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engine.data.table import column_of_values, days_of
from engine.model.inputs.input_values import Asked

_KNOWN_DAYS = 8192  # requests are about few days: a look into a table takes a tenth of reading a date
_TYPES: dict[str, frozenset[type]] = {
    "number": frozenset((float, int)),
    "boolean": frozenset((bool,)),
    "category": frozenset((str,)),
    "date": frozenset((str,)),
}
_MAY_MISS = {kind: types | {type(None)} for kind, types in _TYPES.items()}


class RecordColumns:
    """Reads the columns that are asked for."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._asked = [(name, kind, (_MAY_MISS if may else _TYPES)[kind]) for name, kind, may in asked]
        self._known = {name for name, _, _ in self._asked}

    def of(self, records: Sequence[Any]) -> dict[str, np.ndarray] | None:
        """The columns that the records make; None where one may not be what is asked for."""
        if {*map(type, records)} != {dict} or not all(record.keys() <= self._known for record in records):
            return None
        columns = {}
        for name, kind, types in self._asked:
            values = [record.get(name) for record in records]
            if not types.issuperset(map(type, values)):
                return None
            try:
                columns[name] = _column(values, kind)
            except (ValueError, OverflowError):  # no date, or more than any float
                return None
        return columns


def _column(values: list[Any], kind: str) -> np.ndarray:
    if kind == "date":
        return np.array([math.nan if value is None else _days_of(value) for value in values])
    if kind == "category":
        column = np.empty(len(values), dtype=object)
        column[:] = values
        return column
    if kind == "number" and not all(map(math.isfinite, filter(None, values))):
        raise OverflowError("a number written as larger than any")
    return column_of_values(values, kind)  # type: ignore[arg-type]


_days_of = lru_cache(_KNOWN_DAYS)(days_of)
