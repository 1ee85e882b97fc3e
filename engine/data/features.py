"""Table columns to the numbers a network reads, and back-of-the-card facts about each input.

Everything is learnt from the training rows alone, is plain JSON, and needs no data afterwards.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import numpy as np

from engine.data.table import Table, is_missing
from engine.schema.card import ColumnKind, InputField

MAX_CATEGORIES = 256  # rarer ones are read as "other": a one-hot of thousands learns noise
USABLE_KINDS: tuple[ColumnKind, ...] = ("number", "category", "date", "boolean")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR, _WEEK = 365.2425, 7.0


@dataclass(frozen=True)
class NumberFeature:
    """Standardised; a missing value becomes the median, and a column of its own says so where training had any."""

    kind: ClassVar[ColumnKind] = "number"
    name: str
    mean: float
    scale: float
    fill: float
    indicator: bool
    minimum: float
    maximum: float

    @classmethod
    def fit(cls, name: str, column: np.ndarray) -> "NumberFeature":
        missing = is_missing(column)
        present = column[~missing] if (~missing).any() else np.zeros(1)
        scale = float(present.std())
        return cls(
            name=name,
            mean=float(present.mean()),
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


@dataclass(frozen=True)
class CategoryFeature:
    """One column for each category, one for every other, and one for missing where training had any."""

    kind: ClassVar[ColumnKind] = "category"
    name: str
    categories: tuple[str, ...]
    indicator: bool

    @classmethod
    def fit(cls, name: str, column: np.ndarray) -> "CategoryFeature":
        counts = Counter(value for value in column if value is not None)
        ranked = sorted(counts, key=lambda value: (-counts[value], value))[:MAX_CATEGORIES]
        return cls(name, tuple(ranked), bool(is_missing(column).any()))

    @property
    def width(self) -> int:
        return len(self.categories) + 1 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        other = len(self.categories)
        place = {value: number for number, value in enumerate(self.categories)}
        place[None] = other + 1 if self.indicator else other
        numbers = np.fromiter(
            (place.get(value, other) for value in column), dtype=np.int64, count=len(column)
        )
        return np.eye(self.width)[numbers]

    def as_input(self) -> InputField:
        example = self.categories[0] if self.categories else ""
        return InputField(name=self.name, kind="category", example=example, choices=self.categories)


Feature = NumberFeature | BooleanFeature | DateFeature | CategoryFeature
_FEATURES: dict[str, type[Feature]] = {
    cls.kind: cls for cls in (NumberFeature, BooleanFeature, DateFeature, CategoryFeature)
}


@dataclass(frozen=True)
class TableEncoder:
    """All features of a table, side by side in one float32 matrix."""

    features: tuple[Feature, ...]

    @classmethod
    def fit(cls, table: Table, names: Sequence[str]) -> "TableEncoder":
        """Learn from these rows; give it the training rows and no others."""
        return cls(tuple(_FEATURES[table.kinds[name]].fit(name, table.columns[name]) for name in names))

    @property
    def width(self) -> int:
        return sum(self.groups)

    @property
    def groups(self) -> tuple[int, ...]:
        """Widths of the features, in order."""
        return tuple(feature.width for feature in self.features)

    @property
    def kinds(self) -> dict[str, ColumnKind]:
        return {feature.name: feature.kind for feature in self.features}

    def encode(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Rows × width, in float32."""
        parts = [feature.encode(columns[feature.name]) for feature in self.features]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def inputs(self) -> tuple[InputField, ...]:
        return tuple(feature.as_input() for feature in self.features)

    def as_json(self) -> list[dict[str, Any]]:
        return [{"kind": feature.kind, **asdict(feature)} for feature in self.features]

    @classmethod
    def from_json(cls, value: list[dict[str, Any]]) -> "TableEncoder":
        return cls(tuple(_feature_of(entry) for entry in value))


def _feature_of(entry: dict[str, Any]) -> Feature:
    fields = {
        name: tuple(part) if isinstance(part, list) else part
        for name, part in entry.items()
        if name != "kind"
    }
    return _FEATURES[entry["kind"]](**fields)
