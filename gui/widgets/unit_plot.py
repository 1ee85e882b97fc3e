"""Curves between 0 and 1 on both axes: ROC, precision over recall, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.plot_axes import paint_axes

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEFT, _BOTTOM, _TOP = 44, 40, 8  # pixels for the words of the axes
_LEGEND = 18  # pixels of a line of the legend
_MOST_IN_LEGEND = 8


@dataclass(frozen=True)
class UnitCurve:
    """One curve; ``sizes`` makes its points dots, as large as their share of the whole."""

    label: str
    x: Sequence[float]
    y: Sequence[float]
    sizes: Sequence[float] = ()


class UnitPlot(QWidget):
    """``diagonal`` draws where chance, or honesty, would lie."""

    def __init__(
        self, x_title: str, y_title: str, diagonal: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._titles = (x_title, y_title)
        self._diagonal = diagonal
        self._curves: tuple[UnitCurve, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 210)
        theme().changed.connect(self.update)

    def set_curves(self, curves: Sequence[UnitCurve]) -> None:
        self._curves = tuple(curves)
        self.setAccessibleName(f"{self._titles[1]} / {self._titles[0]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_unit_plot(painter, QRectF(self.rect()), self._curves, self._titles, self._diagonal)


def paint_unit_plot(
    painter: QPainter,
    area: QRectF,
    curves: Sequence[UnitCurve],
    titles: tuple[str, str],
    diagonal: bool,
) -> None:
    """Draw the plot into ``area``; a saved report draws it too."""
    plot = area.adjusted(_LEFT, _TOP, -10, -_BOTTOM)
    painter.setFont(words(CAPTION - 1, tabular=True))
    paint_axes(painter, plot, [(tick, f"{tick:g}") for tick in _TICKS], titles, _LEFT)
    if diagonal:
        painter.setPen(QPen(theme().colour("faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())
    for number, curve in enumerate(curves):
        _paint_curve(painter, plot, curve, theme().colour(f"series{number + 1}"))
    if len(curves) > 1:
        _paint_legend(painter, plot, curves)


def _paint_curve(painter: QPainter, plot: QRectF, curve: UnitCurve, colour: QColor) -> None:
    points = [
        QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())
        for x, y in zip(curve.x, curve.y, strict=True)
    ]
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    for point, size in zip(points, curve.sizes, strict=False):
        radius = 2.5 + 5 * size**0.5
        painter.drawEllipse(point, radius, radius)


def _paint_legend(painter: QPainter, plot: QRectF, curves: Sequence[UnitCurve]) -> None:
    """At the lower right, where curves of a good model do not come."""
    shown = curves[:_MOST_IN_LEGEND]
    metrics = QFontMetricsF(painter.font())
    width = min(max(metrics.horizontalAdvance(curve.label) for curve in shown), plot.width() * 0.4)
    top = plot.bottom() - 8 - _LEGEND * len(shown)
    for number, curve in enumerate(shown):
        y = top + number * _LEGEND + _LEGEND / 2
        left = plot.right() - width - 30
        painter.setPen(QPen(theme().colour(f"series{number + 1}"), 2))
        painter.drawLine(QPointF(left, y), QPointF(left + 14, y))
        painter.setPen(theme().colour("dim"))
        text = metrics.elidedText(curve.label, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(left + 20, y + metrics.ascent() / 2 - 1), text)
