"""Steps that leave rows out by what is in them: repeats, and conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.data.rows.equal_rows import is_repeat
from engine.data.rows.steps.base import RowStep
from engine.data.rows.steps.missing import value_of
from engine.data.table import Table, is_missing
from engine.schema.step_spec import FilterStep

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "equal": lambda column, value: column == value,
    "not_equal": lambda column, value: column != value,
    "less": lambda column, value: column < value,
    "at_most": lambda column, value: column <= value,
    "greater": lambda column, value: column > value,
    "at_least": lambda column, value: column >= value,
}


@dataclass(frozen=True)
class DropDuplicates(RowStep):
    """Of rows that are equal in these columns the first stays."""

    columns: tuple[str, ...]

    def keeps(self, table: Table) -> np.ndarray:
        return ~is_repeat([table.columns[name] for name in self.columns], table.rows)


@dataclass(frozen=True)
class Filter(RowStep):
    """Rows that fulfil a condition stay; a missing value fulfils nothing."""

    spec: FilterStep

    def keeps(self, table: Table) -> np.ndarray:
        column = table.columns[self.spec.column]
        present = ~is_missing(column)
        if self.spec.keep == "present":
            return present
        keeps = np.zeros(len(column), dtype=bool)
        keeps[present] = self._holds(column[present], table)
        return keeps

    def _holds(self, present: np.ndarray, table: Table) -> np.ndarray:
        if self.spec.keep == "contains":
            return np.array([self.spec.value in text for text in present], dtype=bool)
        value = value_of(table.kinds[self.spec.column], self.spec.value)
        return np.asarray(_COMPARE[self.spec.keep](present, value), dtype=bool)
