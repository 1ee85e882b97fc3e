"""What a column is and how its values lie: kinds, counts and sketches. Sees typed batches; touches no files.

A column of words is text when its values are long (30 characters or 4 words on average) and there are more than 50
different ones making up at least a tenth of all; otherwise they are categories.
"""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.schema.card import Bar, Column, ColumnKind

DISTINCT_CAP = 10_000  # different values counted exactly; more are “many”
BARS = 20
TEXT_LENGTH = 30
TEXT_WORDS = 4
SAMPLED = 1000  # values of a batch whose words are counted
TEXT_DISTINCT = 50
TEXT_SHARE = 0.1
EXAMPLES = 3
LABELS = 50  # different values that a target of a classification may have
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LABEL_NAMES = ("label", "target", "sentiment", "class", "category", "rating", "polarity", "y")


class ColumnProfile:
    """Counts of one column, batch after batch."""

    def __init__(self, name: str, kind: ColumnKind) -> None:
        self.name = name
        self.kind = kind
        self.missing = 0
        self.minimum: float | None = None
        self.maximum: float | None = None
        self._present = 0
        self._sum = 0.0
        self._length = 0
        self._words = 0  # in the values sampled
        self._sampled = 0
        self._counts: Counter[Any] | None = Counter()
        self._examples: list[str] = []

    def see(self, values: pa.Array) -> None:
        """Count a batch of typed values."""
        self.missing += values.null_count
        present = values.drop_null() if values.null_count else values
        if not len(present):
            return
        self._present += len(present)
        if self.kind in ("number", "date"):
            self._see_numbers(pc.cast(present, pa.int64()) if self.kind == "date" else present)
        elif self.kind in ("category", "text"):
            self._see_words(present)
        self._count(present)

    def column(self, histogram: "Histogram | None") -> Column:
        """The card's column, when every batch was seen."""
        kind = self._final_kind()
        is_words = kind in ("category", "text")
        mean = self._sum / self._present if self._present and kind == "number" else None
        return Column(
            name=self.name,
            kind=kind,
            missing=self.missing,
            distinct=None if self._counts is None else len(self._counts),
            minimum=self._shown(self.minimum),
            maximum=self._shown(self.maximum),
            mean=mean if mean is None or math.isfinite(mean) else None,
            mean_length=self._length / self._present if self._present and is_words else None,
            bars=histogram.bars() if histogram else self._frequent() if kind != "text" else (),
            examples=tuple(self._examples),
        )

    def histogram(self) -> "Histogram | None":
        """An empty histogram over the range seen; None when the column has no range."""
        if self.kind not in ("number", "date") or self.minimum is None or self.maximum is None:
            return None
        return Histogram(self.minimum, self.maximum, self.kind)

    def _final_kind(self) -> ColumnKind:
        if self.kind != "category" or not self._present:
            return self.kind
        is_long = self._length / self._present >= TEXT_LENGTH or self._words / self._sampled >= TEXT_WORDS
        distinct = math.inf if self._counts is None else len(self._counts)
        is_varied = distinct > TEXT_DISTINCT and distinct >= TEXT_SHARE * self._present
        return "text" if is_long and is_varied else "category"

    def _see_numbers(self, numbers: pa.Array) -> None:
        span = pc.min_max(numbers)
        low, high = float(span["min"].as_py()), float(span["max"].as_py())
        self.minimum = low if self.minimum is None else min(self.minimum, low)
        self.maximum = high if self.maximum is None else max(self.maximum, high)
        self._sum += float(np.sum(numbers.to_numpy(zero_copy_only=False), dtype=np.float64))

    def _see_words(self, words: pa.Array) -> None:
        self._length += pc.sum(pc.utf8_length(words)).as_py()
        sample = words.slice(0, SAMPLED)
        self._sampled += len(sample)
        self._words += pc.sum(pc.count_substring(sample, " ")).as_py() + len(sample)

    def _count(self, present: pa.Array) -> None:
        if len(self._examples) < EXAMPLES:
            head = pc.unique(present.slice(0, 100)).to_pylist()
            new = [text for value in head if (text := _text_of(value)) not in self._examples]
            self._examples += new[: EXAMPLES - len(self._examples)]
        if self._counts is None:
            return
        for entry in pc.value_counts(present).to_pylist() if self._is_countable(present) else ():
            self._counts[entry["values"]] += entry["counts"]
        if len(self._counts) > DISTINCT_CAP:
            self._counts = None

    def _is_countable(self, present: pa.Array) -> bool:
        """Whether the cap holds for this batch; a batch of too many different values ends the counting."""
        if len(present) > DISTINCT_CAP and pc.count_distinct(present).as_py() > DISTINCT_CAP:
            self._counts = Counter(range(DISTINCT_CAP + 1))
            return False
        return True

    def _frequent(self) -> tuple[Bar, ...]:
        if not self._counts:
            return ()
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], str(item[0])))
        return tuple(Bar(label=_text_of(value), count=count) for value, count in ranked[:BARS])

    def _shown(self, value: float | None) -> float | str | None:
        if value is None or self.kind != "date":
            return value
        return day_of(value)


def _edges(low: float, high: float, count: int) -> NDArray[np.float64]:
    """``count`` equal bars; weighted rather than stepped, since ``high - low`` may exceed the largest float."""
    share = np.linspace(0, 1, count + 1)
    return np.maximum.accumulate(low * (1 - share) + high * share)


class Histogram:
    """Counts between the smallest and the largest value, in at most ``BARS`` equal bars."""

    def __init__(self, low: float, high: float, kind: ColumnKind) -> None:
        whole = high - low < BARS and low == int(low) and high == int(high)
        self._count = (int(high - low) + 1) if whole else BARS
        self._edges = _edges(low, low + self._count if whole else high, self._count)
        self._is_whole = whole
        self._kind = kind
        self._counts = np.zeros(self._count, dtype=np.int64)

    def see(self, values: pa.Array) -> None:
        present = values.drop_null()
        numbers = pc.cast(present, pa.int64()) if self._kind == "date" else present
        array = numbers.to_numpy(zero_copy_only=False).astype(np.float64)
        self._counts += np.histogram(np.clip(array, self._edges[0], self._edges[-1]), self._edges)[0]

    def bars(self) -> tuple[Bar, ...]:
        return tuple(
            Bar(label=self._label(low, high), count=int(count))
            for low, high, count in zip(self._edges, self._edges[1:], self._counts, strict=False)
        )

    def _label(self, low: float, high: float) -> str:
        if self._kind == "date":
            return day_of(low)
        return f"{low:.5g}" if self._is_whole else f"{low:.4g} – {high:.4g}"


def day_of(microseconds: float) -> str:
    """Microseconds since 1970 as an ISO date."""
    return (_EPOCH + timedelta(microseconds=int(microseconds))).date().isoformat()


def suggestion(columns: tuple[Column, ...]) -> dict[str, Any] | None:
    """What this table could teach: a text and its label, or else the last number from the other columns."""
    texts = [column for column in columns if column.kind == "text"]
    labels = [column for column in columns if _could_be_label(column)]
    if texts and labels:
        named = [column for column in labels if column.name.lower() in _LABEL_NAMES]
        longest = max(texts, key=lambda column: column.mean_length or 0)
        return {"task": "text_classification", "target": (named or labels)[-1].name, "text": longest.name}
    numbers = [column for column in columns if column.kind == "number" and (column.distinct or 2) > 1]
    if numbers and len(columns) > 1:
        return {"task": "tabular_regression", "target": numbers[-1].name, "text": None}
    return None


def _could_be_label(column: Column) -> bool:
    few = column.distinct is not None and 2 <= column.distinct <= LABELS
    return few and column.kind in ("category", "boolean", "number")


def _text_of(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat() if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return (f"{value:g}" if isinstance(value, float) else str(value))[:80]
