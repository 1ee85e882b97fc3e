"""Splits lose no row, repeat none, and keep what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.rows.split import split_rows
from engine.schema.data_spec import SplitSpec
from engine.schema.problem import UserError

shares = st.floats(0, 0.45)


@given(
    rows=st.integers(11, 400),  # ten rows at 0.45 and 0.45 round up to none left, which is refused
    method=st.sampled_from(["random", "stratified", "block"]),
    validation=shares,
    test=shares,
    seed=st.integers(0, 9),
)
def test_the_parts_are_disjoint_and_together_every_row(rows, method, validation, test, seed):
    spec = SplitSpec(method=method, validation=validation, test=test, seed=seed)
    classes = np.arange(rows) % 3
    split = split_rows(rows, spec, classes)
    assert sorted([*split.train, *split.validation, *split.test]) == list(range(rows))
    again = split_rows(rows, spec, classes)
    assert np.array_equal(split.train, again.train)
    assert np.array_equal(split.test, again.test)


@given(counts=st.lists(st.integers(1, 60), min_size=2, max_size=5), seed=st.integers(0, 9))
def test_a_stratified_split_keeps_the_share_of_each_class(counts, seed):
    classes = np.repeat(np.arange(len(counts)), counts)
    split = split_rows(
        len(classes), SplitSpec(method="stratified", validation=0.2, test=0.2, seed=seed), classes
    )
    for number, count in enumerate(counts):
        for part in (split.validation, split.test):
            assert abs((classes[part] == number).sum() - 0.2 * count) <= 1.6


def test_a_block_split_holds_out_the_last_rows():
    split = split_rows(100, SplitSpec(method="block", validation=0.1, test=0.2))
    assert split.train.tolist() == list(range(70))
    assert split.validation.tolist() == list(range(70, 80))
    assert split.test.tolist() == list(range(80, 100))


def test_no_rows_to_train_on_is_said():
    with pytest.raises(UserError) as told:
        split_rows(0, SplitSpec())
    assert told.value.problems[0].code == "no_training_rows"
