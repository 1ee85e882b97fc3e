"""The score of rows that have something in common: where a model is good, and where it is not."""

import itertools
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.report.bootstrap import interval
from engine.report.scores import Scorer
from engine.schema.report import Slice

MOST_COLUMNS = 20
MOST_VALUES = 8  # of a column: the most frequent
FEWEST_ROWS = 20  # of a slice
_QUARTERS = (25, 50, 75)


def slices_of(table: pa.Table, scorer: Scorer, metric: str) -> tuple[Slice, ...]:
    """Slices by every column of few values, and by the quarters of every number; ``table`` has a row an answer."""
    found = []
    for name in table.column_names[:MOST_COLUMNS]:
        for value, mask in _parts(table.column(name)):
            if FEWEST_ROWS <= mask.sum() < len(mask):
                found.append(_slice(name, value, mask, scorer, metric))
    return tuple(found)


def _slice(column: str, value: str, mask: np.ndarray, scorer: Scorer, metric: str) -> Slice:
    places = np.flatnonzero(mask)
    part = Scorer(scorer.answers.take(places))
    score = interval(lambda weights: part.one(metric, weights), len(places))
    return Slice(column=column, value=value, rows=len(places), score=score)


def _parts(column: pa.ChunkedArray) -> Iterator[tuple[str, np.ndarray]]:
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        yield from _quarters(column)
    elif pa.types.is_string(column.type) or pa.types.is_boolean(column.type):
        yield from _frequent(column)


def _frequent(column: pa.ChunkedArray) -> Iterator[tuple[str, np.ndarray]]:
    words = pc.cast(column, pa.string())
    counts = sorted(pc.value_counts(words).to_pylist(), key=lambda entry: -entry["counts"])
    if len(counts) > max(len(words) // FEWEST_ROWS, MOST_VALUES):  # names, or texts
        return
    for entry in counts[:MOST_VALUES]:
        value = entry["values"]
        same = pc.is_null(words) if value is None else pc.fill_null(pc.equal(words, value), False)
        yield ("–" if value is None else value), same.to_numpy()


def _quarters(column: pa.ChunkedArray) -> Iterator[tuple[str, np.ndarray]]:
    numbers = pc.cast(column, pa.float64()).to_numpy()
    present = numbers[np.isfinite(numbers)]
    if not len(present):
        return
    distinct = np.unique(present)
    if len(distinct) <= MOST_VALUES:
        for value in distinct:
            yield f"{value:g}", numbers == value
        return
    borders = [-np.inf, *np.unique(np.percentile(present, _QUARTERS)), np.inf]
    for low, high in itertools.pairwise(borders):
        mask = (numbers > low) & (numbers <= high)
        if mask.any():
            yield f"{numbers[mask].min():.4g} – {numbers[mask].max():.4g}", mask
