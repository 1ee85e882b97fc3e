"""What a table of choices says of its users and of its items: columns with one value for each.

Told from the data: a column belongs to the side on whose id its value depends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.data.features import TableEncoder
from engine.data.interactions import Ids
from engine.data.table import Table, is_missing
from engine.schema.problem import UserError


@dataclass(frozen=True)
class Side:
    """One side's features: how they are read, and those of each id. Row 0 is of one of whom nothing is known."""

    encoder: TableEncoder
    values: np.ndarray  # (ids + 1, width) in float32

    @classmethod
    def fit(
        cls,
        table: Table,
        names: Sequence[str],
        numbers: np.ndarray,
        ids: Ids,
        choices: Mapping[str, str] | None = None,
    ) -> "Side":
        """Learn from a table of training rows whose ids have these numbers; every id has a row. ``choices`` are those
        of ``TableEncoder.fit``."""
        if not names:
            return cls(TableEncoder(()), np.zeros((len(ids) + 1, 0), dtype=np.float32))
        known = {name: _first_values(table.columns[name], numbers, len(ids)) for name in names}
        own = Table(known, {name: table.kinds[name] for name in names})
        encoder = TableEncoder.fit(own, names, choices)
        return cls(encoder, np.concatenate([np.zeros((1, encoder.width), np.float32), encoder.encode(known)]))


def parted(
    table: Table, names: Sequence[str], users: np.ndarray, items: np.ndarray
) -> tuple[list[str], list[str]]:
    """The columns of users and those of items.

    Where a column could be either's, it is that of the side with fewer ids, whose rows are the better witness. Raises
    UserError for a column that is neither's.
    """
    sides: tuple[list[str], list[str]] = ([], [])
    few = int(len(np.unique(items)) < len(np.unique(users)))
    for name in names:
        codes = _codes(table.columns[name])
        fits = [_depends(codes, numbers) for numbers in (users, items)]
        if not any(fits):
            raise UserError("feature_of_neither", field="data.features", column=name)
        sides[few if all(fits) else fits.index(True)].append(name)
    return sides


def _codes(column: np.ndarray) -> np.ndarray:
    """A number for each value; −1 where it is missing."""
    missing = is_missing(column)
    codes = np.full(len(column), -1, dtype=np.int64)
    codes[~missing] = np.unique(
        column[~missing].astype(str) if column.dtype == object else column[~missing], return_inverse=True
    )[1]
    return codes


def _depends(codes: np.ndarray, numbers: np.ndarray) -> bool:
    """Whether all rows of an id that have a value have the same."""
    present = codes >= 0
    lowest = np.full(numbers.max(initial=0) + 1, np.iinfo(np.int64).max)
    highest = np.full(len(lowest), -1)
    np.minimum.at(lowest, numbers[present], codes[present])
    np.maximum.at(highest, numbers[present], codes[present])
    return not (lowest < highest).any()


def _first_values(column: np.ndarray, numbers: np.ndarray, count: int) -> np.ndarray:
    """The first value that a row of each id has; missing where none has one."""
    values = np.full(count, None if column.dtype == object else np.nan, dtype=column.dtype)
    present = np.flatnonzero(~is_missing(column))[::-1]  # of several writes to one place the last stays
    values[numbers[present] - 1] = column[present]
    return values
