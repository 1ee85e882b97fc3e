"""Series, their reduction to pixels, and smoothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.widgets.chart_data import Series
from gui.widgets.chart_smoothing import Smoothed


def series_of(values, start=1):
    series = Series()
    steps = np.arange(start, start + len(values))
    series.extend(steps, steps / 10, values)
    return series


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=30), st.integers(20, 300), st.integers(0, 10**6))
def test_reduction_keeps_the_extremes_however_the_points_came(lots, width, seed):
    values = np.random.default_rng(seed).normal(size=sum(lots))
    series, done = Series(), 0
    for lot in lots:
        series.extend(np.arange(done, done + lot), np.arange(done, done + lot), values[done : done + lot])
        done += lot
    x, y = series.columns(0, done, width)
    assert np.nanmax(y) == values.max()
    assert np.nanmin(y) == values.min()
    assert (np.diff(x) >= 0).all()
    assert len(x) <= max(3 * width, 4 * width + 4) + 2


def test_what_is_drawn_of_five_million_points_is_two_a_pixel():
    series = series_of(np.sin(np.arange(5_000_000) / 1e5))
    x, _ = series.columns(0, 5_000_001, 1200)
    assert len(x) <= 2 * 1200 * 1.5


def test_points_after_a_cut_are_gone_from_every_level():
    series = series_of(np.concatenate((np.zeros(50_000), np.full(50_000, 9.0))))
    series.cut_after(50_000)
    _, y = series.columns(0, 100_000, 100)
    assert np.nanmax(y) == 0
    series.extend(np.arange(50_001, 100_001), np.arange(50_001, 100_001), np.ones(50_000))
    _, y = series.columns(0, 100_000, 100)
    assert np.nanmax(y) == 1
    assert len(series) == 100_000


def test_steps_that_come_again_replace_what_was_there():
    series = series_of([1.0, 2.0, 3.0, 4.0])
    series.extend([3, 4, 5], [0.3, 0.4, 0.5], [7.0, 8.0, 9.0])
    assert series.steps.tolist() == [1, 2, 3, 4, 5]
    assert series.values.tolist() == [1, 2, 7, 8, 9]


def test_values_that_are_not_finite_are_gaps():
    series = series_of([1.0, np.inf, None, np.nan, 2.0])
    assert np.isnan(series.values[1:4]).all()
    assert series.last == 2.0


def test_nearest_finds_the_point_by_step_and_by_time():
    series = series_of([5.0, 6.0, 7.0])
    assert series.nearest(2.2, by_time=False).value == 6.0
    assert series.nearest(0.31, by_time=True).value == 7.0
    assert Series().nearest(1, by_time=False) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.sampled_from([0.0, 0.3, 0.6, 0.9, 0.99]))
def test_smoothing_in_portions_is_the_plain_average_without_bias(lots, factor):
    values = np.random.default_rng(len(lots)).normal(size=sum(lots)) + 3
    values[sum(lots) // 2] = np.nan
    series, done = Series(), 0
    smoothed = Smoothed(series, factor)
    for lot in lots:
        series.extend(np.arange(done, done + lot), np.arange(done, done + lot), values[done : done + lot])
        done += lot
        smoothed.current()
    np.testing.assert_allclose(smoothed.current().values, plain_average(values, factor), rtol=1e-9)


def plain_average(values, factor):
    total = weight = 0.0
    out = []
    for value in values:
        known = np.isfinite(value)
        total = factor * total + (1 - factor) * (value if known else 0)
        weight = factor * weight + (1 - factor) * known
        out.append(total / weight if known else np.nan)
    return out


def test_smoothing_starts_over_when_points_were_taken_away():
    series = series_of(np.arange(100.0))
    smoothed = Smoothed(series, 0.9)
    smoothed.current()
    series.extend(np.arange(51, 81), np.arange(51, 81), np.zeros(30))
    np.testing.assert_allclose(smoothed.current().values, plain_average(series.values, 0.9))


def test_a_constant_stays_what_it_is_from_the_first_point():
    smoothed = Smoothed(series_of(np.full(500, 2.5)), 0.95)
    np.testing.assert_allclose(smoothed.current().values, 2.5)


def test_an_empty_series_draws_nothing():
    x, y = Series().columns(0, 1, 100)
    assert len(x) == len(y) == 0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_points_are_drawn_as_they_are(count):
    _x, y = series_of(np.arange(float(count))).columns(0, 10, 50)
    assert y.tolist() == list(range(count))


def test_a_trend_goes_through_the_means_one_point_a_pixel():
    values = np.tile([0.0, 10.0], 50_000)
    values[500] = np.nan
    x, y = series_of(values).trend(0, 100_001, 300)
    assert len(x) <= 450
    assert np.allclose(y, 5.0, atol=0.6)
    assert (np.diff(x) >= 0).all()
