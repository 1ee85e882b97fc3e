"""What the mouse reads off a chart: a line, dots on the curves, and their values in a box."""

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.widgets.chart_line import Line
from gui.widgets.chart_view import Frame

_MOST = 12  # values that a box can hold


class Reading(NamedTuple):
    """One curve's point under the mouse, in pixels and in words."""

    x: float
    y: float
    line: Line
    text: str


def draw_crosshair(
    painter: QPainter, frame: Frame, place: float, head: str, rows: list[Reading], room: float
) -> None:
    """``place`` is the pixel the line stands at, ``head`` says it in words, ``room`` is the chart's width."""
    painter.setPen(QPen(theme().colour("faint"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(place, frame.top), QPointF(place, frame.top + frame.height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in rows:
        if math.isfinite(row.y) and frame.top - 2 <= row.y <= frame.top + frame.height + 2:
            painter.setPen(QPen(theme().colour("panel"), 1.5))
            painter.setBrush(theme().colour(row.line.colour))
            painter.drawEllipse(QPointF(row.x, row.y), 4, 4)
    _draw_readout(painter, frame, place, head, rows, room)


def draw_selection(painter: QPainter, box: QRectF) -> None:
    """The part that a drag would show."""
    tint = QColor(theme().colour("accent"))
    painter.setPen(QPen(tint, 1))
    tint.setAlphaF(0.15)
    painter.setBrush(tint)
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_readout(
    painter: QPainter, frame: Frame, place: float, head: str, rows: list[Reading], room: float
) -> None:
    font = words(11, tabular=True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    texts = [(row.line.colour, f"{row.line.label}  {row.text}") for row in rows[:_MOST]]
    width = (
        max([metrics.horizontalAdvance(text) + 14 for _, text in texts] + [metrics.horizontalAdvance(head)])
        + 20
    )
    height = (len(texts) + 1) * (metrics.height() + 3) + 13
    x = place + 12 if place + 12 + width < room else place - 12 - width
    box = QRectF(max(x, 2.0), frame.top + 4, width, height)
    painter.setPen(theme().colour("line"))
    painter.setBrush(theme().colour("raised"))
    painter.drawRoundedRect(box, 6, 6)
    y = box.top() + 8 + metrics.ascent()
    painter.setPen(theme().colour("dim"))
    painter.drawText(QPointF(box.left() + 10, y), head)
    for tint, text in texts:
        y += metrics.height() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(tint))
        painter.drawEllipse(QPointF(box.left() + 14, y - metrics.ascent() / 2 + 1), 3.5, 3.5)
        painter.setPen(theme().colour("text"))
        painter.drawText(QPointF(box.left() + 24, y), text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
