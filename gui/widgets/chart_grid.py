"""The lines and marks around a chart's curves."""

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.theme.theme import theme
from gui.widgets.chart_view import Frame


def draw_rows(painter: QPainter, frame: Frame, ticks: list[float], texts: list[str]) -> None:
    """A line for each mark of the left axis, with its number before it."""
    metrics = QFontMetricsF(painter.font())
    for tick, text in zip(ticks, texts, strict=True):
        y = round(frame.to_y(tick)) + 0.5
        painter.setPen(theme().colour("line"))
        painter.drawLine(QPointF(frame.left, y), QPointF(frame.left + frame.width, y))
        painter.setPen(theme().colour("faint"))
        x = frame.left - 8 - metrics.horizontalAdvance(text)
        painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), text)


def draw_right_marks(painter: QPainter, frame: Frame, marks: list[tuple[float, str]]) -> None:
    """The numbers of a second scale."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(theme().colour("faint"))
    for tick, text in marks:
        place = QPointF(frame.left + frame.width + 6, frame.to_y(tick) + metrics.ascent() / 2 - 1)
        painter.drawText(place, text)


def draw_marks(painter: QPainter, frame: Frame, marks: list[float], texts: list[str], room: float) -> None:
    """The numbers below; one that would touch its neighbour is left out."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(theme().colour("faint"))
    edge = -math.inf
    for mark, text in zip(marks, texts, strict=True):
        advance = metrics.horizontalAdvance(text)
        x = min(max(frame.to_x(mark) - advance / 2, 0.0), room - advance)
        if x > edge:
            painter.drawText(QPointF(x, frame.top + frame.height + 8 + metrics.ascent()), text)
            edge = x + advance + 6
