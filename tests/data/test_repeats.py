"""Equal rows are counted the same way in memory and over files, and the files are gone afterwards."""

import pyarrow as pa
import pytest

from engine.data.intake import repeats
from engine.data.intake.repeats import Repeats


@pytest.mark.parametrize("held", [10_000_000, 50])
def test_rows_that_equal_an_earlier_one_are_counted(tmp_path, monkeypatch, held):
    monkeypatch.setattr(repeats, "IN_MEMORY", held)
    with Repeats(tmp_path) as counted:
        for start in range(0, 1000, 100):
            numbers = [number % 700 for number in range(start, start + 100)]
            counted.see(pa.record_batch({"n": numbers, "w": [str(n) if n % 2 else None for n in numbers]}))
        assert counted.count() == 300
    assert list(tmp_path.iterdir()) == []


def test_a_missing_value_is_unlike_an_empty_one_and_columns_do_not_run_together(tmp_path):
    with Repeats(tmp_path) as counted:
        counted.see(pa.record_batch({"a": ["", None, "xy", "x"], "b": ["", "", "", "y"]}))
        assert counted.count() == 0
