"""Which rows are equal, exactly and without a loop over them. A missing value equals a missing value."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd: multiplying loses no bit
_SHIFT = np.uint64(29)


def row_numbers(columns: Sequence[np.ndarray], rows: int, mix: np.uint64 = _MIX) -> np.ndarray:
    """A number for each of ``rows`` rows, from 0 without gaps: the same where rows are equal in every column.

    Rows are compared by hash; those that share one are then compared by value, so that a collision parts nothing
    that is equal and joins nothing that is not.
    """
    hashes = np.zeros(rows, dtype=np.uint64)
    for column in columns:
        hashes = (hashes ^ _bits(column)) * mix
        hashes ^= hashes >> _SHIFT
    _, first, numbers = np.unique(hashes, return_index=True, return_inverse=True)
    return _parted(columns, numbers.reshape(rows), first)


def is_repeat(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    """Which rows equal an earlier one."""
    numbers = row_numbers(columns, rows)
    repeats = np.ones(rows, dtype=bool)
    repeats[np.unique(numbers, return_index=True)[1]] = False
    return repeats


def _parted(columns: Sequence[np.ndarray], numbers: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Give rows numbers of their own that share a hash with an earlier row which they do not equal."""
    other = np.zeros(len(numbers), dtype=bool)
    for column in columns:
        other |= ~_equal(column, column[first[numbers]])
    strays = np.flatnonzero(other)
    if not len(strays):
        return numbers
    keys = [np.array([_key(column[row]) for row in strays.tolist()], dtype=object) for column in columns]
    seen: dict[tuple[object, ...], int] = {}
    for row, key in zip(strays.tolist(), zip(*keys, strict=True), strict=True):
        numbers[row] = seen.setdefault(key, len(first) + len(seen))
    return numbers


def _bits(column: np.ndarray) -> np.ndarray:
    """A number for each value that is the same for equal values."""
    if column.dtype == object:
        codes = pa.array(column, type=pa.string()).dictionary_encode().indices
        return codes.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64).view(np.uint64)
    plain = np.where(np.isnan(column), np.nan, column + 0.0)  # one NaN of many, and 0 for −0
    return plain.astype(np.float64).view(np.uint64)


def _equal(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    equal = np.asarray(left == right, dtype=bool)
    return equal if left.dtype == object else equal | (np.isnan(left) & np.isnan(right))


def _key(value: object) -> object:
    """NaN is unlike itself, None is not."""
    return None if value != value else value
