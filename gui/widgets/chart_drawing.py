"""One picture of a chart: axes, grid and lines. Remembers nothing between two pictures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.widgets.chart_axis import clock, linear_ticks, log_ticks, nice_range, thousands, tick_text
from gui.widgets.chart_data import Floats
from gui.widgets.chart_grid import draw_marks, draw_right_marks, draw_rows
from gui.widgets.chart_ink import dots, extremes, stroke
from gui.widgets.chart_line import Line
from gui.widgets.chart_view import Frame, Range

_ROW, _COLUMN = 46, 86  # pixels between two marks of an axis
_SHADOW = 0.38  # opacity of a raw curve below its smoothed one
_DOT_ROOM = 10  # pixels between two points that are worth a dot each
_FONT_SIZE = 11

Marks = list[tuple[float, str]]


@dataclass(frozen=True)
class Drawing:
    """What is to be seen; ``y`` is None where the axis follows the values."""

    lines: list[Line]
    x: Range
    y: Range | None
    by_time: bool
    logarithmic: bool
    floor: float | None
    x_text: Callable[[float, list[float]], str] | None

    def draw(self, painter: QPainter, width: int, height: int) -> Frame:
        """Draw, and tell where the plot area is."""
        font = words(_FONT_SIZE, tabular=True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        inner = height - 10 - metrics.height() - 8
        rows = max(2, round(inner / _ROW))
        y = self.y or self._y_range(max(width, 16), rows)
        ticks = log_ticks(y.low, y.high, rows) if self.logarithmic else linear_ticks(y.low, y.high, rows)
        texts = [tick_text(tick, ticks) for tick in ticks]
        left = max((metrics.horizontalAdvance(text) for text in texts), default=0.0) + 10
        scale = self._right_scale(max(width, 16), rows)
        right = 10.0
        if scale:
            right += max(metrics.horizontalAdvance(text) for _, text in scale[1]) + 6
        frame = Frame(
            left, 8.0, max(width - left - right, 10.0), max(inner, 10.0), self.x, y, self.logarithmic
        )
        draw_rows(painter, frame, ticks, texts)
        if scale:
            draw_right_marks(painter, frame.with_y(scale[0], False), scale[1])
        draw_marks(painter, frame, *self._x_marks(frame), width)
        self._draw_lines(painter, frame, scale[0] if scale else None)
        return frame

    def _y_range(self, width: int, rows: int) -> Range:
        curves = [self._columns(line, width) for line in self.lines if not line.own_scale]
        low, high = extremes(curves or [(np.empty(0), np.empty(0))], positive=self.logarithmic)
        if low is None or high is None:
            return Range(0.1, 1.0) if self.logarithmic else Range(0.0, 1.0)
        if self.logarithmic:
            margin = (high / low) ** 0.04 if high > low else 2.0
            return Range(low / margin, high * margin)
        return Range(*nice_range(low, high, rows, self.floor))

    def _right_scale(self, width: int, rows: int) -> tuple[Range, Marks] | None:
        curves = [self._columns(line, width) for line in self.lines if line.own_scale]
        low, high = extremes(curves, positive=False)
        if low is None or high is None:
            return None
        y = Range(*nice_range(low, high, rows, self.floor))
        ticks = linear_ticks(y.low, y.high, rows)
        return y, [(tick, tick_text(tick, ticks)) for tick in ticks]

    def _columns(self, line: Line, width: int) -> tuple[Floats, Floats]:
        return line.series.columns(self.x.low, self.x.high, width, self.by_time)

    def _x_marks(self, frame: Frame) -> tuple[list[float], list[str]]:
        wanted = max(2, int(frame.width / _COLUMN))
        marks = linear_ticks(frame.x.low, frame.x.high, wanted)
        if self.x_text:
            return marks, [self.x_text(mark, marks) for mark in marks]
        if self.by_time:
            return marks, [clock(mark, marks) for mark in marks]
        whole = [mark for mark in marks if float(mark).is_integer()]
        return whole, [thousands(mark) for mark in whole]

    def _draw_lines(self, painter: QPainter, frame: Frame, right: Range | None) -> None:
        painter.setClipRect(QRectF(frame.left - 4, 4, frame.width + 8, frame.height + 8))  # whole dots
        for line in self.lines:
            of_line = frame.with_y(right, False) if right and line.own_scale else frame
            self._draw_line(painter, of_line, line)
        painter.setClipping(False)

    def _draw_line(self, painter: QPainter, frame: Frame, line: Line) -> None:
        part = (frame.x.low, frame.x.high, self._pixels(frame, line), self.by_time)
        x, y = line.series.columns(*part)
        tint = theme().colour(line.colour)
        if line.dots:
            dots(painter, frame, x, y, tint, 1.5 + line.width)
            return
        opacity, width = (_SHADOW, 1.0) if line.smoothed else (line.opacity, line.width)
        stroke(painter, frame, x, y, tint, width, opacity)
        if line.smoothed:
            x, y = line.smoothed.current().trend(*part)
            stroke(painter, frame, x, y, tint, max(line.width, 2.0), 1.0)
        room = frame.width * (x[-1] - x[0]) / max(frame.x.span, 1e-12) if len(x) else 0.0
        if len(x) == 1 or (line.markers and len(x) * _DOT_ROOM < room):
            dots(painter, frame, x, y, tint)

    def _pixels(self, frame: Frame, line: Line) -> int:
        """How many pixel columns the curve covers: a live one fills its frame only at the end."""
        axis = line.series.axis(self.by_time)
        first, last = max(float(axis[0]), frame.x.low), min(float(axis[-1]), frame.x.high)
        return max(int(frame.to_x(last) - frame.to_x(first)), 16)
