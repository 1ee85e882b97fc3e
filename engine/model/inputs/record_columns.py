"""Records of many requests to columns at once, in a tenth of the time that a look at each value takes."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.data.table import column_of_values
from engine.model.inputs.input_values import Asked

_TYPES: dict[str, frozenset[type]] = {
    "number": frozenset((float, int)),
    "boolean": frozenset((bool,)),
    "category": frozenset((str,)),
    "date": frozenset((str,)),
}
_MISSING = frozenset((type(None),))


def columns_of(asked: Sequence[Asked], records: Sequence[Any]) -> dict[str, np.ndarray] | None:
    """The columns that the records make; None where one may not be what is asked for."""
    if {*map(type, records)} != {dict} or not _know(asked, records):
        return None
    columns = {}
    for name, kind, may_miss in asked:
        values = [record.get(name) for record in records]
        types = {*map(type, values)}
        if not types <= (_TYPES[kind] | _MISSING if may_miss else _TYPES[kind]):
            return None
        try:
            columns[name] = column_of_values(values, kind)
        except (ValueError, OverflowError):  # no date, or more than any float
            return None
        if kind == "number" and not all(map(math.isfinite, filter(None, values))):
            return None
    return columns


def _know(asked: Sequence[Asked], records: Sequence[dict[str, Any]]) -> bool:
    known = {column.name for column in asked}
    return all(record.keys() <= known for record in records)
