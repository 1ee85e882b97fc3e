"""Marks of an axis and the writing of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.chart_axis import THIN, figure, linear_ticks, log_ticks, nice_range, tick_text


@pytest.mark.parametrize(
    ("low", "high", "wanted", "texts"),
    [
        (0, 4, 4, ["0.0", "1.0", "2.0", "3.0", "4.0"]),
        (0, 3000, 3, ["0", f"1{THIN}000", f"2{THIN}000", f"3{THIN}000"]),
        (0, 60_000, 3, ["0", "20k", "40k", "60k"]),
        (0, 2e-4, 2, ["0", "1e-4", "2e-4"]),
    ],
)
def test_marks_read_as_on_paper(low, high, wanted, texts):
    ticks = linear_ticks(low, high, wanted)
    assert [tick_text(tick, ticks) for tick in ticks] == texts


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12), st.integers(2, 12))
def test_marks_lie_in_the_range_and_are_not_too_many(low, span, wanted):
    high = low + span
    if high <= low:
        return
    ticks = linear_ticks(low, high, wanted)
    assert len(ticks) <= wanted + 1 or span < abs(low) * 1e-9


@given(st.floats(1e-12, 1e6), st.floats(1.01, 1e12), st.integers(2, 10))
def test_logarithmic_marks_are_positive_and_written(low, ratio, wanted):
    ticks = log_ticks(low, low * ratio, wanted)
    assert all(tick > 0 for tick in ticks)
    assert all(tick_text(tick, ticks) for tick in ticks)


def test_a_range_begins_at_its_floor_only_when_nothing_lies_below():
    assert nice_range(0.7, 3.8, 4, floor=0.0) == (0.0, 4.0)
    assert nice_range(-0.3, 0.9, 4, floor=0.0)[0] < 0


def test_figures_have_four_digits():
    assert [figure(value) for value in (1.1838, 41_234, 0, None, 2.5e-5)] == [
        "1.184",
        "41.2k",
        "0.000",
        "–",
        "2.50e-5",
    ]
