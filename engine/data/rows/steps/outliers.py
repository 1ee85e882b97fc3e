"""Numbers far from the rest: moved to a border, or their rows left out of training."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.data.rows.steps.base import RowStep, ValueStep, with_columns
from engine.data.table import Table
from engine.schema.step_spec import OutliersStep

Borders = dict[str, tuple[float, float]]  # column -> lowest and highest that is not far


@dataclass(frozen=True)
class Clip(ValueStep):
    """Numbers beyond a border become the border."""

    step: ClassVar[str] = "outliers"
    borders: Borders

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.borders)

    def apply(self, table: Table) -> Table:
        known = {name: border for name, border in self.borders.items() if name in table.columns}
        return with_columns(table, {name: np.clip(table.columns[name], *known[name]) for name in known})


@dataclass(frozen=True)
class DropOutliers(RowStep):
    """Rows of the training part beyond a border go; a missing number is not far."""

    training_only: ClassVar[bool] = True
    borders: Borders

    def keeps(self, table: Table) -> np.ndarray:
        far = np.zeros(table.rows, dtype=bool)
        for name, (low, high) in self.borders.items():
            far |= (table.columns[name] < low) | (table.columns[name] > high)
        return ~far


def outliers(spec: OutliersStep, training: Table) -> Clip | DropOutliers:
    """Learn the borders from these rows and columns."""
    borders = {}
    for name, column in training.columns.items():
        border = _border(spec, column[~np.isnan(column)])
        if border is not None:
            borders[name] = border
    return Clip(borders) if spec.how == "clip" else DropOutliers(borders)


def _border(spec: OutliersStep, present: np.ndarray) -> tuple[float, float] | None:
    """None where most values are one: any other would be far from it, however near."""
    if not len(present):
        return None
    if spec.method == "zscore":
        low, high, spread = present.mean(), present.mean(), present.std()
    else:
        low, high = np.quantile(present, (0.25, 0.75))
        spread = high - low
    if not spread > 0:
        return None
    return float(low - spec.factor * spread), float(high + spec.factor * spread)
