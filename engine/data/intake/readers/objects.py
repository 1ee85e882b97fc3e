"""Python values, row by row, to raw columns: what JSON and workbooks have in common. Knows no file.

A value keeps its type where all values of its batch share it; the spool finds the type that holds every batch.
"""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa

from engine.data.intake.dialect import free_name
from engine.data.intake.refusals import Notes

_EXACT = 1 << 53  # from here on a decimal no longer tells neighbouring whole numbers apart
ROWS, BYTES = 1 << 14, 4 << 20  # of one batch, at most
JOIN = "|"  # between the words of a list

Numbered = tuple[int, int, dict[str, Any]]  # line, size in bytes, values by column


def batches_of(rows: Iterable[Numbered], notes: Notes, names: Iterable[str] = ()) -> Iterator[pa.RecordBatch]:
    """The rows as batches; ``names`` are columns that are there even where no row has them."""
    held: list[dict[str, Any]] = []
    size = 0
    for _, length, row in rows:
        held.append(row)
        size += length
        if len(held) == ROWS or size > BYTES:
            yield _batch(held, notes, names)
            held, size = [], 0
    if held:
        yield _batch(held, notes, names)


def flattened(row: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """Objects become columns ``a.b``, one level deep; lists of words are joined; what lies deeper stays JSON."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and value:
            notes.add("objects_flattened", name)
            for key, inner in value.items():
                _put(flat, f"{name}.{key}", inner, notes)
        else:
            _put(flat, name, value, notes)
    return flat


def _put(flat: dict[str, Any], name: str, value: Any, notes: Notes) -> None:
    if name in flat:  # ``a.b`` beside an ``a`` that has a ``b``
        notes.add("names_repeated", name)
        name = free_name(name, flat)
    flat[name] = _plain(name, value, notes)


def _plain(name: str, value: Any, notes: Notes) -> Any:
    if isinstance(value, list) and is_joinable(value):
        notes.add("lists_joined", name)
        return JOIN.join(as_word(part) for part in value)
    if isinstance(value, dict | list):
        notes.add("kept_as_json", name)
        return json.dumps(value, ensure_ascii=False)
    return value


def is_joinable(value: list[Any]) -> bool:
    """Whether the parts of a list can be told apart again when they are joined."""
    is_flat = all(isinstance(part, str | int | float) for part in value)
    return is_flat and not any(JOIN in part for part in value if isinstance(part, str))


def _batch(rows: list[dict[str, Any]], notes: Notes, names: Iterable[str]) -> pa.RecordBatch:
    known = dict.fromkeys(names)
    for row in rows:
        known.update(dict.fromkeys(row))
    columns = [_column(name, [row.get(name) for row in rows], notes) for name in known]
    return pa.RecordBatch.from_arrays(columns, names=list(known))


def _column(name: str, values: list[Any], notes: Notes) -> pa.Array:
    """The values in the narrowest type that holds them all, else as words."""
    build = _BUILDERS.get(frozenset(kind for value in values if (kind := type(value)) is not type(None)))
    if build:
        with contextlib.suppress(OverflowError, pa.ArrowInvalid):  # more than 64 bits; a date before year 1
            return build(values)
    notes.add("types_mixed", name)
    return _words(values)


def _words(values: list[Any]) -> pa.Array:
    return pa.array([None if value is None else as_word(value) for value in values], pa.string())


def as_word(value: Any) -> str:
    """A value as it would be written; 1.0 as 1, since one file may hold it both ways."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _of(kind: pa.DataType) -> Callable[[list[Any]], pa.Array]:
    return lambda values: pa.array(values, kind)


def _decimals(values: list[Any]) -> pa.Array:
    if any(type(value) is int and int(float(value)) != value for value in values):
        raise OverflowError("a whole number that a decimal cannot hold")
    return pa.array([None if value is None else float(value) for value in values], pa.float64())


def _moments(values: list[Any]) -> pa.Array:
    return pa.array(
        [datetime(value.year, value.month, value.day) if type(value) is date else value for value in values],
        pa.timestamp("us"),
    )


_BUILDERS: dict[frozenset[type], Callable[[list[Any]], pa.Array]] = {
    frozenset(): _of(pa.null()),
    frozenset({int}): _of(pa.int64()),
    frozenset({float}): _of(pa.float64()),
    frozenset({int, float}): _decimals,
    frozenset({bool}): _of(pa.bool_()),
    frozenset({str}): _of(pa.string()),
    frozenset({bytes}): _of(pa.binary()),
    frozenset({datetime}): _moments,
    frozenset({date}): _moments,
    frozenset({date, datetime}): _moments,
}
