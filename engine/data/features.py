"""Table columns to the numbers a network reads, and back-of-the-card facts about each input.

Everything is learnt from the training rows alone, is plain JSON, and needs no data afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.data.category_features import MAX_CATEGORIES, CategoryFeature, CodeFeature
from engine.data.number_features import BooleanFeature, DateFeature, NumberFeature, RankFeature
from engine.data.table import Table
from engine.schema.card import ColumnKind, InputField

__all__ = [
    "MAX_CATEGORIES",
    "USABLE_KINDS",
    "BooleanFeature",
    "CategoryFeature",
    "CodeFeature",
    "DateFeature",
    "Feature",
    "NumberFeature",
    "RankFeature",
    "TableEncoder",
    "feature_of",
]

USABLE_KINDS: tuple[ColumnKind, ...] = ("number", "category", "date", "boolean")

Feature = NumberFeature | BooleanFeature | DateFeature | CategoryFeature | RankFeature | CodeFeature
_FEATURES: dict[str, type[Feature]] = {
    cls.kind: cls for cls in (NumberFeature, BooleanFeature, DateFeature, CategoryFeature)
}
_CHOSEN: dict[str, type[Feature]] = {
    "quantile": RankFeature,
    "ordinal": CodeFeature,
    "frequency": CodeFeature,
}


def feature_of(kind: ColumnKind, name: str, column: np.ndarray, how: str | None = None) -> Feature | None:
    """A feature learnt from the training rows of its column; None where a column of this kind cannot be one."""
    if kind not in _FEATURES:
        return None
    chosen = _CHOSEN.get(how or "")
    if (
        chosen is not None and chosen.kind == kind
    ):  # a number that was put into bins since is no number any more
        return chosen.fit(name, column, how or "")
    if kind == "number" and how:
        return NumberFeature.fit(name, column, how)
    return _FEATURES[kind].fit(name, column)


@dataclass(frozen=True)
class TableEncoder:
    """All features of a table, side by side in one float32 matrix."""

    features: tuple[Feature, ...]

    @classmethod
    def fit(
        cls, table: Table, names: Sequence[str], choices: Mapping[str, str] | None = None
    ) -> "TableEncoder":
        """Learn from these rows; give it the training rows and no others. ``choices`` say how single columns are
        encoded (a ``how`` of the steps encode and scale)."""
        how = choices or {}
        made = (feature_of(table.kinds[name], name, table.columns[name], how.get(name)) for name in names)
        return cls(tuple(feature for feature in made if feature is not None))

    @cached_property
    def width(self) -> int:
        return sum(self.groups)

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """Widths of the features, in order."""
        return tuple(feature.width for feature in self.features)

    @property
    def kinds(self) -> dict[str, ColumnKind]:
        return {feature.name: feature.kind for feature in self.features}

    def encode(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Rows × width, in float32."""
        rows = len(columns[self.features[0].name]) if self.features else 0
        encoded = np.empty((rows, self.width), dtype=np.float32)
        place = 0
        for feature in self.features:  # one at a time: together in fp64 they would be twice the matrix
            encoded[:, place : place + feature.width] = feature.encode(columns[feature.name])
            place += feature.width
        return encoded

    def inputs(self) -> tuple[InputField, ...]:
        return tuple(feature.as_input() for feature in self.features)

    def as_json(self) -> list[dict[str, Any]]:
        return [{"kind": feature.kind, **asdict(feature)} for feature in self.features]

    @classmethod
    def from_json(cls, value: list[dict[str, Any]]) -> "TableEncoder":
        return cls(tuple(_feature_from_json(entry) for entry in value))


def _feature_from_json(entry: dict[str, Any]) -> Feature:
    fields = {
        name: tuple(part) if isinstance(part, list) else part
        for name, part in entry.items()
        if name != "kind"
    }
    return _CHOSEN.get(entry.get("how", ""), _FEATURES[entry["kind"]])(**fields)
