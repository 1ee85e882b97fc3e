"""Exponential moving averages of series that grow. Knows numpy alone."""

import numpy as np

from gui.widgets.chart_data import Floats, Series

_LANE = 64  # values filtered by one row of a matrix product


class Smoothed:
    """A series' exponential moving average, without the bias of its start, brought up to date as it grows."""

    def __init__(self, source: Series, factor: float) -> None:
        self.source = source
        self.factor = factor
        self._restart()

    def set_factor(self, factor: float) -> None:
        if factor != self.factor:
            self.factor = factor
            self._restart()

    def current(self) -> Series:
        """The smoothed series, with everything the source has now."""
        if self.source.cuts != self._cuts:
            self._restart()
        done = len(self.series)
        if done < len(self.source):
            fresh = self.source.values[done:]
            self.series.extend(self.source.steps[done:], self.source.times[done:], self._continue(fresh))
        return self.series

    def _restart(self) -> None:
        self.series = Series()
        self._sum = 0.0
        self._weight = 0.0
        self._cuts = self.source.cuts

    def _continue(self, values: Floats) -> Floats:
        finite = np.isfinite(values)
        share = 1.0 - self.factor
        sums = _decaying_sum(share * np.where(finite, values, 0.0), self.factor, self._sum)
        weights = _decaying_sum(share * finite, self.factor, self._weight)
        self._sum, self._weight = float(sums[-1]), float(weights[-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(finite, sums / weights, np.nan)


def _decaying_sum(values: Floats, decay: float, before: float) -> Floats:
    """``s[i] = decay * s[i-1] + values[i]`` with ``s[-1] = before``, as matrix products of short lanes."""
    if len(values) <= _LANE:
        powers = decay ** np.arange(len(values) + 1)
        return _triangle(powers[:-1]) @ values + powers[1:] * before
    lanes = -(-len(values) // _LANE)
    padded = np.zeros(lanes * _LANE)
    padded[: len(values)] = values
    powers = decay ** np.arange(_LANE + 1)
    inside = padded.reshape(lanes, _LANE) @ _triangle(powers[:-1]).T
    ends = _decaying_sum(inside[:, -1], float(powers[-1]), before)
    carried = np.concatenate(((before,), ends[:-1]))
    return (inside + carried[:, None] * powers[1:]).ravel()[: len(values)]


def _triangle(powers: Floats) -> Floats:
    size = len(powers)
    distance = np.subtract.outer(np.arange(size), np.arange(size))
    return np.where(distance >= 0, powers[np.abs(distance)], 0.0)
