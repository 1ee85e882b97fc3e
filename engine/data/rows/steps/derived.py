"""Columns made of others: parts of a date, logarithms, intervals."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np

from engine.data.rows.steps.base import ValueStep, with_columns
from engine.data.table import Table
from engine.schema.step_spec import BinsStep

_MS_OF_DAY = 86_400_000  # days since 1970 are kept as floats, exact to a microsecond or so
_THURSDAY = 3  # 1970-01-01, counted from Monday

_PARTS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {  # of days, and milliseconds since 1970
    "year": lambda days, _: days.astype("datetime64[Y]").astype(np.int64) + 1970,
    "month": lambda days, _: _month(days) + 1,
    "day": lambda days, _: (days - days.astype("datetime64[M]")).astype(np.int64) + 1,
    "weekday": lambda days, _: (days.astype(np.int64) + _THURSDAY) % 7 + 1,  # 1 is Monday, as in ISO 8601
    "hour": lambda _, moments: moments % _MS_OF_DAY // (_MS_OF_DAY // 24),
    "quarter": lambda days, _: _month(days) // 3 + 1,
    "day_of_year": lambda days, _: (days - days.astype("datetime64[Y]")).astype(np.int64) + 1,
}


@dataclass(frozen=True)
class DateParts(ValueStep):
    """A column of numbers for each part, named after the column and the part; in UTC."""

    step: ClassVar[str] = "date_parts"
    column: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def derived(self) -> tuple[str, ...]:
        """The columns it makes."""
        return tuple(f"{self.column}_{part}" for part in self.parts)

    def apply(self, table: Table) -> Table:
        if self.column not in table.columns:
            return table
        column = table.columns[self.column]
        missing = np.isnan(column)
        moments = np.rint(np.where(missing, 0.0, column) * _MS_OF_DAY).astype(np.int64)
        days = (moments // _MS_OF_DAY).astype("datetime64[D]")
        parts = [np.where(missing, np.nan, _PARTS[part](days, moments)) for part in self.parts]
        return with_columns(table, dict(zip(self.derived, parts, strict=True)))


@dataclass(frozen=True)
class Log(ValueStep):
    """sign(x) · log(1 + |x|)."""

    step: ClassVar[str] = "log"
    columns: tuple[str, ...]

    def apply(self, table: Table) -> Table:
        columns = {name: table.columns[name] for name in self.columns if name in table.columns}
        return with_columns(
            table, {name: np.sign(column) * np.log1p(np.abs(column)) for name, column in columns.items()}
        )


@dataclass(frozen=True)
class Bins(ValueStep):
    """A number becomes the interval it lies in, its upper border included, as a category.

    The names begin with the interval's number, so that their order as words is the order of the intervals.
    """

    step: ClassVar[str] = "bins"
    column: str
    edges: tuple[float, ...]  # rising; there is one interval more

    @classmethod
    def fit(cls, spec: BinsStep, training: Table) -> "Bins":
        column = training.columns[spec.column]
        present = column[~np.isnan(column)]
        if not len(present):
            return cls(spec.column, ())
        shares = np.linspace(0, 1, spec.bins + 1)[1:-1]
        low, high = present.min(), present.max()
        edges = np.quantile(present, shares) if spec.how == "quantile" else low + shares * (high - low)
        return cls(spec.column, tuple(np.unique(edges).tolist()))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.column,)

    def apply(self, table: Table) -> Table:
        if self.column not in table.columns:
            return table
        column = table.columns[self.column]
        missing = np.isnan(column)
        names = np.array(self.intervals(), dtype=object)
        binned = names[np.searchsorted(self.edges, np.where(missing, 0.0, column), side="left")]
        binned[missing] = None
        return with_columns(table, {self.column: binned}, kind="category")

    def intervals(self) -> tuple[str, ...]:
        """Their names, in order."""
        borders = [f"{edge:.6g}" for edge in self.edges]
        inner = [f"{low} … {high}" for low, high in pairwise(borders)]
        spans = [f"≤ {borders[0]}", *inner, f"> {borders[-1]}"] if borders else ["…"]
        digits = len(str(len(spans)))
        return tuple(f"{number:0{digits}}: {span}" for number, span in enumerate(spans, 1))


def _month(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[M]").astype(np.int64) % 12
