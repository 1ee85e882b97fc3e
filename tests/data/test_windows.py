"""Windows read each token once and predict each but the first once."""

import numpy as np
import pytest

from engine.data.text.windows import Windows


@pytest.mark.parametrize(
    ("tokens", "context", "count", "tail"),
    [(0, 4, 0, 0), (1, 4, 0, 1), (4, 4, 0, 4), (5, 4, 1, 0), (8, 4, 1, 3), (9, 4, 2, 0)],
)
def test_only_whole_windows_count_and_the_rest_is_told(tokens, context, count, tail):
    windows = Windows(np.arange(tokens, dtype=np.uint16), context)
    assert (len(windows), windows.tail) == (count, tail)


def test_targets_are_one_token_further_on():
    inputs, targets = Windows(np.arange(10, dtype=np.uint16), 3).take(np.array([2, 0]))
    assert inputs.tolist() == [[6, 7, 8], [0, 1, 2]]
    assert targets.tolist() == [[7, 8, 9], [1, 2, 3]]
    assert inputs.dtype == np.int64


def test_no_rows_are_no_trouble():
    inputs, _ = Windows(np.arange(10, dtype=np.uint16), 3).take(np.array([], dtype=np.int64))
    assert inputs.shape == (0, 3)
