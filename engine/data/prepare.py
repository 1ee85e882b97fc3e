"""From a dataset's file to the rows a task learns from: cleaned, and parted into training, validation and test.

Knows columns and row numbers; what a network reads of them is the task's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.data.cleaning import clean
from engine.data.split import Split, bins_of, split_rows
from engine.data.table import Table, read_table
from engine.schema.card import ColumnKind
from engine.schema.data_spec import CleaningSpec, DataSpec


@dataclass(frozen=True)
class Prepared:
    """The rows that take part."""

    table: Table  # their columns, of ``rows`` rows
    rows: np.ndarray  # their numbers in the dataset
    split: Split  # places in ``table``
    counts: dict[str, int]  # rows that each step touched


def prepare(
    data: Path,
    kinds: Mapping[str, ColumnKind],
    spec: DataSpec,
    columns: Sequence[str],
    target: str | None = None,
    *,
    needed: Sequence[str] = (),
) -> Prepared:
    """Read ``columns`` (and the target) of the Arrow file ``data``, clean them and part the rows.

    Rows without a target, or without a value in a ``needed`` column, are left out in any case: those cannot be filled
    in. A stratified split keeps the shares of the target's classes, or of its deciles where it is a number.
    """
    names = list(dict.fromkeys((*columns, *([target] if target else ()))))
    table = read_table(data, kinds, names)
    rules = CleaningSpec(missing="drop", duplicates=spec.cleaning.duplicates) if needed else spec.cleaning
    cleaned = clean(table, target or needed[0], [name for name in names if name != target], rules)
    table = table.take(cleaned.rows)
    split = split_rows(table.rows, spec.split, _classes(table, target))
    return Prepared(table, cleaned.rows, split, cleaned.counts)


def _classes(table: Table, target: str | None) -> np.ndarray | None:
    """What a stratified split keeps in proportion: one number a row."""
    if target is None or not table.rows:
        return None
    column = table.columns[target]
    if column.dtype == object:
        return np.unique(column.astype(str), return_inverse=True)[1]
    return bins_of(column)
