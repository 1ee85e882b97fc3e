"""Missing values: rows without them, or values in their place."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.data.rows.steps.base import RowStep, ValueStep, with_columns
from engine.data.table import Table, column_of_values, is_missing
from engine.schema.card import ColumnKind
from engine.schema.step_columns import is_value_of
from engine.schema.step_spec import ImputeStep


@dataclass(frozen=True)
class DropMissing(RowStep):
    """Rows with a value in all of these columns stay."""

    columns: tuple[str, ...]

    def keeps(self, table: Table) -> np.ndarray:
        return ~any_missing(table, self.columns)


@dataclass(frozen=True)
class Impute(ValueStep):
    """Each missing value becomes the column's own filling."""

    step: ClassVar[str] = "impute"
    fills: dict[str, float | str]

    @classmethod
    def fit(cls, spec: ImputeStep, training: Table) -> "Impute":
        """Learn from these rows and columns; a column that holds nothing in them is left as it is."""
        fills: dict[str, float | str] = {}
        for name, column in training.columns.items():
            fill = _fill(spec, column, training.kinds[name])
            if fill is not None:
                fills[name] = fill
        return cls(fills)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.fills)

    def apply(self, table: Table) -> Table:
        filled = {}
        for name, fill in self.fills.items():
            if name in table.columns:
                filled[name] = table.columns[name].copy()
                filled[name][is_missing(filled[name])] = fill
        return with_columns(table, filled)


def any_missing(table: Table, names: tuple[str, ...]) -> np.ndarray:
    """Which rows miss a value in at least one of these columns."""
    missing = np.zeros(table.rows, dtype=bool)
    for name in names:
        missing |= is_missing(table.columns[name])
    return missing


def _fill(spec: ImputeStep, column: np.ndarray, kind: ColumnKind) -> float | str | None:
    if spec.how == "constant":
        return value_of(kind, spec.value or "")
    present = column[~is_missing(column)]
    if not len(present):
        return None
    if spec.how == "most_frequent" or kind not in ("number", "date"):
        return _most_frequent(present)
    return float(np.median(present) if spec.how == "median" else present.mean())


def _most_frequent(present: np.ndarray) -> float | str:
    """The first in order of those that are equally frequent."""
    values, counts = np.unique(present, return_counts=True)
    value = values[counts.argmax()]
    return value if isinstance(value, str) else float(value)


def value_of(kind: ColumnKind, written: str) -> float | str | None:
    """A written value as the columns of this kind hold it; None when it is none."""
    if not is_value_of(kind, written):
        return None
    if kind == "boolean":
        return float(written.lower() == "true")
    value = column_of_values([written], kind)[0]
    return value if isinstance(value, str) else float(value)
