"""Columns of categories as features: a column for each, or one number for all.

Each is learnt from the training rows alone and is plain JSON; it needs no data afterwards.
"""

import bisect
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from engine.data.table import is_missing
from engine.schema.card import ColumnKind, InputField

MAX_CATEGORIES = 256  # rarer ones are read as "other": a one-hot of thousands learns noise


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
        place, other = self._places, len(self.categories)
        numbers = [place.get(value, other) for value in column.tolist()]
        encoded = np.zeros((len(numbers), self.width), dtype=np.float32)
        encoded[np.arange(len(numbers)), numbers] = 1
        return encoded

    @cached_property
    def _places(self) -> dict[str | None, int]:
        other = len(self.categories)
        places: dict[str | None, int] = {value: number for number, value in enumerate(self.categories)}
        places[None] = other + 1 if self.indicator else other
        return places

    def as_input(self) -> InputField:
        example = self.categories[0] if self.categories else ""
        return InputField(name=self.name, kind="category", example=example, choices=self.categories)


@dataclass(frozen=True)
class CodeFeature:
    """One number for a category, standardised: its place in the order of the words, or how frequent it is.

    A word that training did not have stands where the order puts it, or has the frequency 0; a missing one is the
    most frequent, with a column that says so where training had any.
    """

    kind: ClassVar[ColumnKind] = "category"
    name: str
    how: str
    categories: tuple[str, ...]  # in the order of the words
    shares: tuple[float, ...]
    mean: float
    scale: float
    indicator: bool

    @classmethod
    def fit(cls, name: str, column: np.ndarray, how: str = "ordinal") -> "CodeFeature":
        missing = is_missing(column)
        words, counts = np.unique(column[~missing].astype(str), return_counts=True)
        shares = counts / max(counts.sum(), 1)
        codes = np.repeat(np.arange(len(words)) if how == "ordinal" else shares, counts)
        scale = float(codes.std()) if len(codes) else 0.0
        return cls(
            name,
            how,
            tuple(words.tolist()),
            tuple(shares.tolist()),
            float(codes.mean()) if len(codes) else 0.0,
            scale if scale > 0 else 1.0,
            bool(missing.any()),
        )

    @property
    def width(self) -> int:
        return 1 + self.indicator

    def encode(self, column: np.ndarray) -> np.ndarray:
        code = {word: self._code(word) for word in {*column} if word is not None}
        code[None] = self._code(self._usual())
        codes = np.fromiter((code[word] for word in column), dtype=np.float64, count=len(column))
        scaled = (codes - self.mean) / self.scale
        return np.stack([scaled, is_missing(column)] if self.indicator else [scaled], axis=1)

    def as_input(self) -> InputField:
        choices = self.categories[:MAX_CATEGORIES]
        return InputField(name=self.name, kind="category", example=self._usual(), choices=choices)

    def _usual(self) -> str:
        return self.categories[int(np.argmax(self.shares))] if self.categories else ""

    def _code(self, word: str) -> float:
        place = bisect.bisect_left(self.categories, word)
        if self.how == "ordinal":
            return float(place)
        known = place < len(self.categories) and self.categories[place] == word
        return self.shares[place] if known else 0.0
