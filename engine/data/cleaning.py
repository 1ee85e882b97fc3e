"""Which rows take part at all. Answers with row numbers and counts; changes no value.

Filling missing features is learnt from the training rows and stands in ``features``.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.data.table import Table, is_missing
from engine.schema.data_spec import CleaningSpec


@dataclass(frozen=True)
class Cleaned:
    """The rows that stay, and how many each step touched."""

    rows: np.ndarray
    counts: dict[str, int] = field(default_factory=dict)


def clean(table: Table, target: str, features: Sequence[str], spec: CleaningSpec) -> Cleaned:
    """Drop rows without a target, then with missing features when asked, then repeated ones when asked.

    Repeats go before the split, so that no row is both learnt from and measured on.
    """
    keep = ~is_missing(table.columns[target])
    counts = {"target_missing": int((~keep).sum())}

    incomplete = np.zeros(table.rows, dtype=bool)
    for name in features:
        incomplete |= is_missing(table.columns[name])
    incomplete &= keep
    if spec.missing == "drop":
        keep &= ~incomplete
        counts["missing_dropped"] = int(incomplete.sum())
    else:
        counts["missing_imputed"] = int(incomplete.sum())

    rows = np.flatnonzero(keep)
    if spec.duplicates == "drop":
        kept = rows[_first_of_equal([table.columns[name][rows] for name in (*features, target)])]
        counts["duplicates_dropped"] = len(rows) - len(kept)
        rows = kept
    return Cleaned(rows, counts)


def _first_of_equal(columns: list[np.ndarray]) -> np.ndarray:
    """Positions of rows that no earlier row equals; a missing value equals a missing value."""
    seen: set[Hashable] = set()
    first = []
    for position, row in enumerate(zip(*(_comparable(column) for column in columns), strict=True)):
        if row not in seen:
            seen.add(row)
            first.append(position)
    return np.array(first, dtype=np.int64)


def _comparable(column: np.ndarray) -> list[Hashable]:
    """NaN is unlike itself, None is not."""
    return [None if value != value else value for value in column.tolist()]
