"""Which part of the data a chart shows, and where a value lies on its pixels. Plain numbers, no Qt."""

import math
from dataclasses import dataclass, replace

_TINY = 1e-12


@dataclass(frozen=True)
class Range:
    """Two ends of an axis."""

    low: float
    high: float

    @property
    def span(self) -> float:
        return self.high - self.low

    def around(self, centre: float, factor: float) -> "Range":
        """Zoomed about a place that stays where it is."""
        return Range(centre - (centre - self.low) * factor, centre + (self.high - centre) * factor)

    def within(self, bounds: "Range") -> "Range":
        """Shifted, and if need be shortened, so that it does not leave the bounds."""
        if self.span >= bounds.span:
            return bounds
        shift = max(bounds.low - self.low, 0.0) + min(bounds.high - self.high, 0.0)
        return Range(self.low + shift, self.high + shift)

    def moved(self, by: float) -> "Range":
        return Range(self.low + by, self.high + by)


@dataclass(frozen=True)
class Frame:
    """The plot area in pixels with the ranges that fill it."""

    left: float
    top: float
    width: float
    height: float
    x: Range
    y: Range
    logarithmic: bool = False

    def to_x(self, place: float) -> float:
        return self.left + (place - self.x.low) / max(self.x.span, _TINY) * self.width

    def to_y(self, value: float) -> float:
        low, high, value = self._scaled(self.y.low), self._scaled(self.y.high), self._scaled(value)
        return self.top + self.height - (value - low) / max(high - low, _TINY) * self.height

    def from_x(self, pixel: float) -> float:
        return self.x.low + (pixel - self.left) / max(self.width, 1.0) * self.x.span

    def from_y(self, pixel: float) -> float:
        low, high = self._scaled(self.y.low), self._scaled(self.y.high)
        value = low + (self.top + self.height - pixel) / max(self.height, 1.0) * (high - low)
        return 10.0**value if self.logarithmic else value

    def with_y(self, y: Range, logarithmic: bool) -> "Frame":
        return replace(self, y=y, logarithmic=logarithmic)

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-300)) if self.logarithmic else value
