"""Axes side by side, and where a value lies on each: numbers, orders of magnitude, choices. Plain values, no Qt."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from gui.widgets.chart_axis import figure, linear_ticks, log_ticks, tick_text

_MARKS = 5
_FAR = 10.0  # times the distance from best to median: what lies further from the median is drawn at the edge


@dataclass(frozen=True)
class NumberAxis:
    """``low`` at the bottom, unless ``reversed``; what lies beyond the ends is drawn at them."""

    title: str
    low: float
    high: float
    logarithmic: bool = False
    reversed: bool = False

    def place(self, value: float | None) -> float | None:
        """0 at the bottom … 1 at the top."""
        if value is None or not math.isfinite(value):
            return None
        low, high, value = (self._scaled(each) for each in (self.low, self.high, value))
        share = (value - low) / (high - low) if high > low else 0.5
        share = min(1.0, max(0.0, share))
        return 1.0 - share if self.reversed else share

    def marks(self) -> list[tuple[float, str]]:
        if self.high <= self.low:
            return [(0.5, figure(self.low))]
        make = log_ticks if self.logarithmic else linear_ticks
        ticks = [tick for tick in make(self.low, self.high, _MARKS) if self.low <= tick <= self.high]
        return [(place, tick_text(tick, ticks)) for tick in ticks if (place := self.place(tick)) is not None]

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-300)) if self.logarithmic else value


@dataclass(frozen=True)
class ChoiceAxis:
    """Each choice has a place of its own, the first at the bottom."""

    title: str
    choices: tuple[str, ...]

    def place(self, value: str | None) -> float | None:
        if value not in self.choices:
            return None
        return (self.choices.index(value) + 0.5) / len(self.choices)

    def marks(self) -> list[tuple[float, str]]:
        return [((number + 0.5) / len(self.choices), choice) for number, choice in enumerate(self.choices)]


Axis = NumberAxis | ChoiceAxis


@dataclass(frozen=True)
class ParallelLine:
    """One line across the axes. ``shade`` is 0 … 1, the better the more; None where nothing is known of it."""

    key: int
    places: tuple[float | None, ...]
    texts: tuple[str, ...]
    shade: float | None = None


def score_axis(title: str, scores: Sequence[float], higher_is_better: bool) -> NumberAxis:
    """The better, the higher. One score far off does not press all others together."""
    known = sorted((score for score in scores if math.isfinite(score)), reverse=higher_is_better)
    if not known:
        return NumberAxis(title, 0.0, 1.0, reversed=not higher_is_better)
    best, middle, worst = known[0], statistics.median(known), known[-1]
    if abs(worst - middle) > _FAR * abs(middle - best) > 0:
        worst = middle + (middle - best) * _FAR
    return NumberAxis(title, min(best, worst), max(best, worst), reversed=not higher_is_better)
