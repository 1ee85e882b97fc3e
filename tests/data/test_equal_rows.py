"""Rows are equal when every column says so, however their hashes fall."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.rows.equal_rows import is_repeat, row_numbers

rows_of_two = st.lists(
    st.tuples(st.sampled_from([0.0, -0.0, 1.5, float("nan")]), st.sampled_from(["a", "b", None, ""])),
    max_size=30,
)


def columns_of(rows):
    words = np.empty(len(rows), dtype=object)
    words[:] = [word for _, word in rows]
    return [np.array([number for number, _ in rows], dtype=float), words]


def plain(rows):
    return [(None if number != number else number, word) for number, word in rows]


@given(rows=rows_of_two, mix=st.sampled_from([0x9E3779B97F4A7C15, 0]))
def test_numbers_are_the_same_for_equal_rows_alone(rows, mix):
    """Multiplied by 0 all rows collide, and are told apart all the same."""
    numbers = row_numbers(columns_of(rows), len(rows), np.uint64(mix)).tolist()
    keys = plain(rows)
    assert all((numbers[i] == numbers[j]) == (keys[i] == keys[j]) for i in range(len(rows)) for j in range(i))
    assert sorted(set(numbers)) == list(range(len(set(keys))))


@given(rows=rows_of_two)
def test_the_first_of_equal_rows_is_no_repeat(rows):
    keys = plain(rows)
    expected = [key in keys[:place] for place, key in enumerate(keys)]
    assert is_repeat(columns_of(rows), len(rows)).tolist() == expected
