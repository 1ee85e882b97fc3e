"""Pairs of numbers as points, and the diagonal on which both are the same: answers beside the truth."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.chart_axis import linear_ticks, nice_range, tick_text
from gui.widgets.plot_axes import paint_axes

_LEFT, _BOTTOM, _TOP = 62, 40, 8  # pixels for the words of the axes
_RADIUS = 2.6
_WIDEST = 1.8  # times the height: a flat diagonal is hard to read


class ScatterPlot(QWidget):
    """Both axes have the same range, so that the diagonal is where they agree."""

    def __init__(self, x_title: str, y_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = (x_title, y_title)
        self._pairs: tuple[tuple[float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 220)
        theme().changed.connect(self.update)

    def set_pairs(self, pairs: Sequence[tuple[float, float]]) -> None:
        self._pairs = tuple(pairs)
        self.setAccessibleName(f"{self._titles[1]} / {self._titles[0]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 300)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_scatter(painter, QRectF(self.rect()), self._pairs, self._titles)


def paint_scatter(
    painter: QPainter, area: QRectF, pairs: Sequence[tuple[float, float]], titles: tuple[str, str]
) -> None:
    """Draw the points into ``area``; a saved report draws them too."""
    if not pairs:
        return
    plot = area.adjusted(_LEFT, _TOP, -10, -_BOTTOM)
    plot.setWidth(min(plot.width(), plot.height() * _WIDEST))
    numbers = [number for pair in pairs for number in pair]
    low, high = nice_range(min(numbers), max(numbers), 6)
    painter.setFont(words(CAPTION - 1, tabular=True))

    def place(value: float) -> float:
        return (value - low) / (high - low)

    ticks = linear_ticks(low, high, 5)
    paint_axes(painter, plot, [(place(tick), tick_text(tick, ticks)) for tick in ticks], titles, _LEFT)
    painter.setPen(QPen(theme().colour("faint"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(plot.bottomLeft(), plot.topRight())
    colour = theme().colour("accent")
    colour.setAlphaF(0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x, y in pairs:
        painter.drawEllipse(
            QPointF(plot.left() + place(x) * plot.width(), plot.bottom() - place(y) * plot.height()),
            _RADIUS,
            _RADIUS,
        )
