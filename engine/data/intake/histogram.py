"""Counts of numbers and dates in equal bars, for a sketch of how they lie. Sees typed batches."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.schema.card import Bar, ColumnKind

BARS = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
