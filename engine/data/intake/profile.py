"""What a column is and how its values lie: kinds, counts and sketches. Sees typed batches; touches no files.

A column of words is text when its values are long (30 characters or 4 words on average) and there are more than 50
different ones making up at least a tenth of all; otherwise they are categories.
"""

import math
from collections import Counter
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.data.intake.histogram import BARS, Histogram, day_of
from engine.data.intake.identity import id_reason
from engine.data.intake.pictures import size_of
from engine.data.intake.spread import Measure
from engine.schema.card import Bar, Column, ColumnKind, Reason

DISTINCT_CAP = 10_000  # different values counted exactly; more are “many”
TEXT_LENGTH = 30
TEXT_WORDS = 4
SAMPLED = 1000  # values of a batch whose words are counted
TEXT_DISTINCT = 50
TEXT_SHARE = 0.1
EXAMPLES = 3
_WORDY = ("category", "text", "messages")
_BY_VALUES = {"number": "kind_all_numbers", "date": "kind_all_dates", "boolean": "kind_all_booleans"}
_BY_LAYOUT = {"text": "kind_layout_text", "messages": "kind_layout_messages", "image": "kind_layout_image"}


class ColumnProfile:
    """Counts of one column, batch after batch. ``stored`` is the type that the file itself gave it, if any."""

    def __init__(self, name: str, kind: ColumnKind, stored: str | None = None) -> None:
        self.name = name
        self.kind = kind
        self.missing = 0
        self.minimum: float | None = None
        self.maximum: float | None = None
        self._stored = stored
        self._present = 0
        self._sum = 0.0
        self._lengths, self._widths, self._heights = Measure(), Measure(), Measure()
        self._words = 0  # in the values sampled
        self._sampled = 0
        self._is_whole = False
        self._rises = True
        self._counts: Counter[Any] | None = None if kind in ("image", "messages") else Counter()
        self._all_different = kind != "image"
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
        elif self.kind in _WORDY:
            self._see_words(present)
        elif self.kind == "image":
            self._see_images(present)
        if self.kind != "image":
            self._count(present)

    def column(self, histogram: "Histogram | None") -> Column:
        """The card's column, when every batch was seen."""
        kind = self._final_kind()
        mean = self._sum / self._present if self._present and kind == "number" else None
        distinct = None if self._counts is None else len(self._counts)
        is_constant = self._is_constant(distinct)
        id_why = None if is_constant else self._id_reason(kind, distinct)
        marks = [Reason(code="mark_constant")] if is_constant else [id_why] if id_why else []
        return Column(
            name=self.name,
            kind=kind,
            missing=self.missing,
            distinct=distinct,
            minimum=self._shown(self.minimum),
            maximum=self._shown(self.maximum),
            mean=mean if mean is None or math.isfinite(mean) else None,
            mean_length=self._lengths.mean if kind in _WORDY else None,
            bars=histogram.bars() if histogram else self._frequent() if kind != "text" else (),
            examples=tuple(self._examples),
            lengths=self._lengths.spread() if kind in _WORDY else None,
            widths=self._widths.spread(),
            heights=self._heights.spread(),
            constant=is_constant,
            id_like=id_why is not None,
            why=(self._kind_reason(kind, distinct), *marks),
        )

    def histogram(self) -> "Histogram | None":
        """An empty histogram over the range seen; None when the column has no range."""
        if self.kind not in ("number", "date") or self.minimum is None or self.maximum is None:
            return None
        return Histogram(self.minimum, self.maximum, self.kind)

    def _final_kind(self) -> ColumnKind:
        if self.kind != "category" or not self._present:
            return self.kind
        distinct = math.inf if self._counts is None else len(self._counts)
        is_varied = distinct > TEXT_DISTINCT and distinct >= TEXT_SHARE * self._present
        return "text" if self._is_long() and is_varied else "category"

    def _is_long(self) -> bool:
        return (self._lengths.mean or 0) >= TEXT_LENGTH or self._words / self._sampled >= TEXT_WORDS

    def _kind_reason(self, kind: ColumnKind, distinct: int | None) -> Reason:
        params: dict[str, Any] = {"length": round(self._lengths.mean or 0, 1), "distinct": distinct}
        if not self._present or kind == "empty":
            return Reason(code="kind_empty")
        if self._stored and kind in _BY_VALUES:
            return Reason(code="kind_stored", params={"type": self._stored})
        if kind in _BY_VALUES:
            return Reason(code=_BY_VALUES[kind])
        if self.kind in _BY_LAYOUT:
            return Reason(code=_BY_LAYOUT[self.kind])
        if kind == "text":
            return Reason(code="kind_long_words", params=params)
        if self._is_long():
            return Reason(code="kind_repeated_words", params=params)
        return Reason(code="kind_short_words" if distinct is None else "kind_few_values", params=params)

    def _is_constant(self, distinct: int | None) -> bool:
        return distinct == 1

    def _id_reason(self, kind: ColumnKind, distinct: int | None) -> Reason | None:
        if kind not in ("number", "category") or (kind == "number" and not self._is_whole):
            return None
        is_counting = self._is_whole and self._rises and self._covers()
        return id_reason(self.name, kind, self._present, self._all_different, is_counting, distinct)

    def _covers(self) -> bool:
        """Whether whole numbers leave none out."""
        return None not in (self.minimum, self.maximum) and self.maximum - self.minimum + 1 == self._present  # type: ignore[operator]

    def _see_numbers(self, numbers: pa.Array) -> None:
        span = pc.min_max(numbers)
        low, high = float(span["min"].as_py()), float(span["max"].as_py())
        array = numbers.to_numpy(zero_copy_only=False)
        self._is_whole = self.kind == "number" and pa.types.is_integer(numbers.type)
        if self._rises:
            above = self.maximum is None or array[0] > self.maximum
            self._rises = bool(above and np.all(array[1:] > array[:-1]))
        self.minimum = low if self.minimum is None else min(self.minimum, low)
        self.maximum = high if self.maximum is None else max(self.maximum, high)
        self._sum += float(np.sum(array, dtype=np.float64))

    def _see_words(self, words: pa.Array) -> None:
        self._lengths.see(pc.utf8_length(words).to_numpy(zero_copy_only=False))
        sample = words.slice(0, SAMPLED)
        self._sampled += len(sample)
        self._words += pc.sum(pc.count_substring(sample, " ")).as_py() + len(sample)

    def _see_images(self, images: pa.Array) -> None:
        sizes = np.array([size_of(image) for image in images.to_pylist()])
        self._widths.see(sizes[:, 0])
        self._heights.see(sizes[:, 1])

    def _count(self, present: pa.Array) -> None:
        if len(self._examples) < EXAMPLES:
            head = pc.unique(present.slice(0, 100)).to_pylist()
            new = [text for value in head if (text := text_of(value)) not in self._examples]
            self._examples += new[: EXAMPLES - len(self._examples)]
        if self._counts is None:
            return
        for entry in pc.value_counts(present).to_pylist() if self._is_countable(present) else ():
            self._counts[entry["values"]] += entry["counts"]
        self._all_different = self._all_different and len(self._counts) == self._present
        if len(self._counts) > DISTINCT_CAP:
            self._counts = None

    def _is_countable(self, present: pa.Array) -> bool:
        """Whether the cap holds for this batch; a batch of too many different values ends the counting."""
        if len(present) <= DISTINCT_CAP:
            return True
        distinct = pc.count_distinct(present).as_py()
        if distinct <= DISTINCT_CAP:
            return True
        is_new = distinct == len(present) and self._all_different
        self._counts = Counter(range(self._present if is_new else DISTINCT_CAP + 1))
        return False

    def _frequent(self) -> tuple[Bar, ...]:
        if not self._counts:
            return ()
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], str(item[0])))
        return tuple(Bar(label=text_of(value), count=count) for value, count in ranked[:BARS])

    def _shown(self, value: float | None) -> float | str | None:
        if value is None or self.kind != "date":
            return value
        return day_of(value)


def text_of(value: Any) -> str:
    """A value as a list can show it."""
    if isinstance(value, datetime):
        return value.isoformat() if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return (f"{value:g}" if isinstance(value, float) else str(value))[:80]
