"""Columns of numbers, switches and dates as features: scaled, ranked, or as points on the circles of year and week.

Each is learnt from the training rows alone and is plain JSON; it needs no data afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import numpy as np

from engine.data.table import is_missing
from engine.schema.card import ColumnKind, InputField

MOST_LEVELS = 1001  # quantiles that ranks are read from: a thousandth apart

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR, _WEEK = 365.2425, 7.0
_CENTRES: dict[
    str, Callable[[np.ndarray], tuple[float, float]]
] = {  # what becomes 0, and what becomes 1 from it
    "standard": lambda present: (float(present.mean()), float(present.std())),
    "minmax": lambda present: (float(present.min()), float(present.max() - present.min())),
    "robust": lambda present: (
        float(np.median(present)),
        float(np.subtract(*np.quantile(present, (0.75, 0.25)))),
    ),
    "none": lambda present: (0.0, 1.0),
}


@dataclass(frozen=True)
class NumberFeature:
    """Scaled, to mean 0 and deviation 1 unless chosen otherwise; a missing value becomes the median, and a column of
    its own says so where training had any."""

    kind: ClassVar[ColumnKind] = "number"
    name: str
    mean: float  # what becomes 0
    scale: float
    fill: float
    indicator: bool
    minimum: float
    maximum: float

    @classmethod
    def fit(cls, name: str, column: np.ndarray, how: str = "standard") -> "NumberFeature":
        missing = is_missing(column)
        present = column[~missing] if (~missing).any() else np.zeros(1)
        mean, scale = _CENTRES[how](present)
        return cls(
            name=name,
            mean=mean,
            scale=scale if scale > 0 and np.isfinite(scale) else 1.0,
            fill=float(np.median(present)),
            indicator=bool(missing.any()),
            minimum=float(present.min()),
            maximum=float(present.max()),
        )

    @property
    def width(self) -> int:
        return 1 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        missing = np.isnan(column)
        scaled = (np.where(missing, self.fill, column) - self.mean) / self.scale
        return np.stack([scaled, missing] if self.indicator else [scaled], axis=1)

    def as_input(self) -> InputField:
        example = float(f"{self.fill:.6g}")
        return InputField(
            name=self.name, kind="number", example=example, minimum=self.minimum, maximum=self.maximum
        )


@dataclass(frozen=True)
class RankFeature:
    """The share of the training rows that are smaller, from 0 to 1; a missing number is treated as in NumberFeature."""

    kind: ClassVar[ColumnKind] = "number"
    name: str
    levels: tuple[float, ...]  # values, rising
    ranks: tuple[float, ...]  # of the levels; between two of them linear
    fill: float
    indicator: bool
    how: str = "quantile"

    @classmethod
    def fit(cls, name: str, column: np.ndarray, how: str = "quantile") -> "RankFeature":
        missing = is_missing(column)
        present = column[~missing] if (~missing).any() else np.zeros(1)
        shares = np.linspace(0, 1, min(len(present), MOST_LEVELS))
        levels, first, counts = np.unique(np.quantile(present, shares), return_index=True, return_counts=True)
        ranks = (
            shares[first] + shares[first + counts - 1]
        ) / 2  # equal values share the middle of their ranks
        return cls(
            name,
            tuple(levels.tolist()),
            tuple(ranks.tolist()),
            float(np.median(present)),
            bool(missing.any()),
        )

    @property
    def width(self) -> int:
        return 1 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        missing = np.isnan(column)
        ranks = np.interp(np.where(missing, self.fill, column), self.levels, self.ranks)
        return np.stack([ranks, missing] if self.indicator else [ranks], axis=1)

    def as_input(self) -> InputField:
        low, high = self.levels[0], self.levels[-1]
        example = float(f"{self.fill:.6g}")
        return InputField(name=self.name, kind="number", example=example, minimum=low, maximum=high)


@dataclass(frozen=True)
class BooleanFeature:
    """0 or 1; a missing value becomes the more frequent one, with a column that says so where training had any."""

    kind: ClassVar[ColumnKind] = "boolean"
    name: str
    fill: float
    indicator: bool

    @classmethod
    def fit(cls, name: str, column: np.ndarray) -> "BooleanFeature":
        missing = is_missing(column)
        return cls(
            name, float(column[~missing].mean() >= 0.5 if (~missing).any() else 0), bool(missing.any())
        )

    @property
    def width(self) -> int:
        return 1 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        missing = np.isnan(column)
        filled = np.where(missing, self.fill, column)
        return np.stack([filled, missing] if self.indicator else [filled], axis=1)

    def as_input(self) -> InputField:
        return InputField(name=self.name, kind="boolean", example=bool(self.fill), choices=("false", "true"))


@dataclass(frozen=True)
class DateFeature:
    """The time since then, standardised, and where it stands in the year and in the week, as points on circles."""

    kind: ClassVar[ColumnKind] = "date"
    name: str
    mean: float
    scale: float
    fill: float
    indicator: bool

    @classmethod
    def fit(cls, name: str, column: np.ndarray) -> "DateFeature":
        number = NumberFeature.fit(name, column)
        return cls(name, number.mean, number.scale, number.fill, number.indicator)

    @property
    def width(self) -> int:
        return 5 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        missing = np.isnan(column)
        days = np.where(missing, self.fill, column)
        parts = [(days - self.mean) / self.scale]
        for period in (_YEAR, _WEEK):
            angle = 2 * np.pi * (days % period) / period
            parts += [np.sin(angle), np.cos(angle)]
        return np.stack([*parts, missing] if self.indicator else parts, axis=1)

    def as_input(self) -> InputField:
        moment = _EPOCH + timedelta(days=round(self.fill))
        return InputField(name=self.name, kind="date", example=moment.date().isoformat())
