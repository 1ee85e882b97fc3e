"""The numbers behind a chart: growing series, and what is left of them at a pixel's width.

Knows numpy alone: no Qt, no colours, no run.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_FIRST_BLOCK = 16  # points in a block of the finest level; below it the raw points are read
_FACTOR = 4  # blocks of one level in a block of the next


class Growing:
    """A float array that grows at its end in amortised constant time."""

    def __init__(self) -> None:
        self._room = np.empty(64)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def view(self) -> Floats:
        return self._room[: self._length]

    def extend(self, values: Floats) -> None:
        needed = self._length + len(values)
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)))
            room[: self._length] = self.view
            self._room = room
        self._room[self._length : needed] = values
        self._length = needed

    def cut(self, length: int) -> None:
        self._length = min(self._length, length)


class _Level:
    """Smallest, largest and mean value of each full block of ``size`` points."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.low = Growing()
        self.high = Growing()
        self.mean = Growing()

    def grow(self, low: Floats, high: Floats, mean: Floats, ratio: int) -> None:
        """Take in the blocks that are complete in the finer level (or in the raw values)."""
        first, full = len(self.low), len(low) // ratio
        if full > first:
            part = slice(first * ratio, full * ratio)
            self.low.extend(np.fmin.reduce(low[part].reshape(-1, ratio), axis=1))
            self.high.extend(np.fmax.reduce(high[part].reshape(-1, ratio), axis=1))
            self.mean.extend(_means(mean[part], np.arange(0, (full - first) * ratio, ratio)))

    def cut(self, points: int) -> None:
        for column in (self.low, self.high, self.mean):
            column.cut(points // self.size)


@dataclass(frozen=True)
class Point:
    """One point of a series."""

    step: float
    time: float
    value: float


class Series:
    """Values by step and by elapsed time, in order; what is not finite is a gap.

    ``extend`` with steps that are there already replaces everything from the first of them on, so
    a replay is harmless and a resumed attempt overwrites what it does again.
    """

    def __init__(self) -> None:
        self._steps = Growing()
        self._times = Growing()
        self._values = Growing()
        self._levels: list[_Level] = []
        self.cuts = 0  # how often points were taken away: whoever derived something starts over

    def __len__(self) -> int:
        return len(self._values)

    @property
    def steps(self) -> Floats:
        return self._steps.view

    @property
    def times(self) -> Floats:
        return self._times.view

    @property
    def values(self) -> Floats:
        return self._values.view

    def axis(self, by_time: bool) -> Floats:
        return self.times if by_time else self.steps

    @property
    def last(self) -> float | None:
        """The newest finite value."""
        tail = self.values[-256:]
        finite = tail[np.isfinite(tail)]
        return float(finite[-1]) if len(finite) else None

    def extend(self, steps: ArrayLike, times: ArrayLike, values: ArrayLike) -> None:
        new = np.asarray(values, dtype=float)
        if not len(new):
            return
        step = np.asarray(steps, dtype=float)
        if len(self) and step[0] <= self.steps[-1]:
            self.cut_after(step[0] - 1)
        time = np.asarray(times, dtype=float)
        if len(self):  # a clock that seems to run backwards must not break the search along the axis
            time = np.maximum(time, self.times[-1])
        self._steps.extend(step)
        self._times.extend(np.maximum.accumulate(time))
        self._values.extend(np.where(np.isfinite(new), new, np.nan))
        self._grow_levels()

    def append(self, step: float, time: float, value: float | None) -> None:
        self.extend((step,), (time,), (np.nan if value is None else value,))

    def cut_after(self, step: float) -> None:
        """Forget every point after a step."""
        keep = int(np.searchsorted(self.steps, step, side="right"))
        if keep == len(self):
            return
        for column in (self._steps, self._times, self._values):
            column.cut(keep)
        for level in self._levels:
            level.cut(keep)
        self.cuts += 1

    def nearest(self, x: float, by_time: bool) -> Point | None:
        """The point whose place on the axis is nearest to ``x``."""
        axis = self.axis(by_time)
        if not len(axis):
            return None
        right = min(int(np.searchsorted(axis, x)), len(axis) - 1)
        left = max(right - 1, 0)
        index = left if abs(axis[left] - x) <= abs(axis[right] - x) else right
        return Point(float(self.steps[index]), float(self.times[index]), float(self.values[index]))

    def columns(self, first: float, last: float, width: int, by_time: bool = False) -> tuple[Floats, Floats]:
        """What to draw between two places of the axis: at most about two points a pixel, extremes kept."""
        axis, start, stop = self._part(first, last, by_time)
        if stop - start <= 3 * width:
            return axis[start:stop], self.values[start:stop]
        level, edges, end = self._blocks(start, stop, width)
        low, high = (level.low.view, level.high.view) if level else (self.values, self.values)
        size = level.size if level else 1
        lows, highs = np.fmin.reduceat(low[:end], edges), np.fmax.reduceat(high[:end], edges)
        places = axis[edges * size]
        if end * size < stop:  # points that fill no block yet
            tail = self.values[end * size : stop]
            lows = np.append(lows, np.fmin.reduce(tail))
            highs = np.append(highs, np.fmax.reduce(tail))
            places = np.append(places, axis[stop - 1])
        return np.repeat(places, 2), _zigzag(lows, highs)

    def trend(self, first: float, last: float, width: int, by_time: bool = False) -> tuple[Floats, Floats]:
        """The same as a line through the means: one point a pixel at most."""
        axis, start, stop = self._part(first, last, by_time)
        if stop - start <= width:
            return axis[start:stop], self.values[start:stop]
        level, edges, end = self._blocks(start, stop, width)
        size = level.size if level else 1
        means = _means((level.mean.view if level else self.values)[:end], edges)
        middles = np.minimum((edges + np.diff(edges, append=end) / 2) * size, stop - 1).astype(int)
        places = axis[middles]
        if end * size < stop:
            means = np.append(means, _means(self.values[end * size : stop], np.array([0])))
            places = np.append(places, axis[stop - 1])
        return places, means

    def _part(self, first: float, last: float, by_time: bool) -> tuple[Floats, int, int]:
        axis = self.axis(by_time)
        start = max(
            int(np.searchsorted(axis, first)) - 1, 0
        )  # one more at each side: the line leaves the frame
        stop = min(int(np.searchsorted(axis, last, side="right")) + 1, len(axis))
        return axis, start, stop

    def _blocks(self, start: int, stop: int, width: int) -> tuple[_Level | None, NDArray[np.intp], int]:
        """The level to read, the first block of each pixel column, and the end of its blocks."""
        per_pixel = (stop - start) / width
        level = next((level for level in reversed(self._levels) if level.size <= per_pixel / 2), None)
        size, length = (level.size, len(level.low)) if level else (1, len(self))
        begin, end = start // size, min(-(-stop // size), length)
        return level, np.arange(begin, end, max(int(per_pixel / size), 1)), end

    def _grow_levels(self) -> None:
        size = self._levels[-1].size * _FACTOR if self._levels else _FIRST_BLOCK
        while size * _FACTOR <= len(self):
            self._levels.append(_Level(size))
            size *= _FACTOR
        low = high = mean = self.values
        ratio = _FIRST_BLOCK
        for level in self._levels:
            level.grow(low, high, mean, ratio)
            low, high, mean, ratio = level.low.view, level.high.view, level.mean.view, _FACTOR


def _means(values: Floats, edges: NDArray[np.intp]) -> Floats:
    """The mean of the finite values from each edge to the next."""
    finite = np.isfinite(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.add.reduceat(np.where(finite, values, 0.0), edges) / np.add.reduceat(
            finite.astype(float), edges
        )


def _zigzag(low: Floats, high: Floats) -> Floats:
    """Low, high, high, low, low, …: one stroke per pixel column, and short ways between columns."""
    pairs = np.column_stack((low, high))
    pairs[1::2] = pairs[1::2, ::-1]
    return pairs.ravel()
