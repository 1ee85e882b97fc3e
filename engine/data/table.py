"""A dataset's columns as numpy arrays. Knows Arrow and column kinds; refuses to know what a model does with them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.schema.card import ColumnKind
from engine.schema.problem import UserError

NUMERIC_KINDS = (
    "number",
    "date",
    "boolean",
)  # float64 arrays, NaN where missing; all others hold str or None
_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True)
class Table:
    """Columns of equal length. Dates are days since 1970 (UTC), booleans 0 and 1, images what their bytes hash to."""

    columns: dict[str, np.ndarray]
    kinds: dict[str, ColumnKind]

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def take(self, rows: np.ndarray) -> "Table":
        """The same columns, these rows."""
        return Table({name: column[rows] for name, column in self.columns.items()}, self.kinds)


def read_table(
    path: Path, kinds: Mapping[str, ColumnKind], names: Iterable[str], most: int | None = None
) -> Table:
    """Read the named columns of an Arrow file, of its first ``most`` rows; raises UserError for a column that is not
    there."""
    names = list(names)
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
        present = {name: place for place, name in enumerate(reader.schema.names)}
    for name in names:
        if name not in present:
            known = ", ".join(list(present)[:20])
            raise UserError("column_missing", field="data", column=name, known=known)
    options = pa.ipc.IpcReadOptions(included_fields=[present[name] for name in names])
    # Mapped, not read: of images no more than one at a time need lie in memory.
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file, options=options) as reader:
        stored = reader.read_all().slice(0, most)
        columns = {name: _as_numpy(stored.column(name), kinds[name]) for name in names}
    return Table(columns, {name: kinds[name] for name in names})


def is_missing(column: np.ndarray) -> np.ndarray:
    """Which entries of a column are missing."""
    if column.dtype == object:
        return np.array([value is None for value in column], dtype=bool)
    return np.isnan(column)


def column_of_values(values: Sequence[Any], kind: ColumnKind) -> np.ndarray:
    """Plain Python values, as JSON brings them, to the same arrays a file gives."""
    if kind not in NUMERIC_KINDS:
        column = np.empty(len(values), dtype=object)
        column[:] = [None if value is None else str(value) for value in values]
        return column
    convert = days_of if kind == "date" else float
    return np.array([np.nan if value is None else convert(value) for value in values], dtype=np.float64)


def days_of(value: str | date | datetime) -> float:
    """An ISO date or time to days since 1970; without a zone it is taken as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp() / _SECONDS_PER_DAY


def _as_numpy(column: pa.ChunkedArray, kind: ColumnKind) -> np.ndarray:
    if kind == "date":
        microseconds = pc.cast(pc.cast(column, pa.timestamp("us"), safe=False), pa.int64())
        return _floats(microseconds) / (_SECONDS_PER_DAY * 1e6)
    if kind in NUMERIC_KINDS:
        return _floats(column)
    values = np.empty(len(column), dtype=object)
    if kind == "image":
        values[:] = [_digest(image.as_buffer()) for image in column]
    else:
        values[:] = pc.cast(column, pa.string()).to_pylist()
    return values


def _digest(image: pa.Buffer | None) -> str | None:
    """What stands for an image in a table: equal where its bytes are equal."""
    return None if image is None else hashlib.blake2b(image, digest_size=16).hexdigest()


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    floats = pc.cast(column, pa.float64(), safe=False)
    return np.array(floats.to_numpy(zero_copy_only=False), dtype=np.float64)
