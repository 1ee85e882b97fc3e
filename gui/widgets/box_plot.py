"""How values spread, as boxes side by side: quartiles, ends, each value as a dot, and one value to hold them against."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.chart_axis import figure, linear_ticks, nice_range, tick_text

_TOP, _BOTTOM, _ROW = 10, 26, 44  # pixels above and below the plot, and between two marks
_WIDEST = 64.0  # of a box


@dataclass(frozen=True)
class Box:
    """``reference`` is drawn as a dashed line across the box's place."""

    label: str
    values: tuple[float, ...]
    reference: float | None = None


class BoxPlot(QWidget):
    """All boxes share one axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[Box, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 130)
        theme().changed.connect(self.update)

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        self._boxes = tuple(box for box in boxes if box.values)
        said = (f"{box.label} {figure(statistics.median(box.values))}" for box in self._boxes)
        self.setAccessibleName(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._boxes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(words(CAPTION - 1, tabular=True))
        metrics = QFontMetricsF(painter.font())
        numbers = [
            value for box in self._boxes for value in (*box.values, box.reference) if value is not None
        ]
        rows = max(2, round(self.height() / _ROW))
        low, high = nice_range(min(numbers), max(numbers), rows)
        ticks = linear_ticks(low, high, rows)
        texts = [tick_text(tick, ticks) for tick in ticks]
        left = max(metrics.horizontalAdvance(text) for text in texts) + 12
        plot = QRectF(left, _TOP, self.width() - left - 8, self.height() - _TOP - _BOTTOM)

        def height(value: float) -> float:
            return plot.bottom() - (value - low) / (high - low) * plot.height()

        for tick, text in zip(ticks, texts, strict=True):
            painter.setPen(QPen(theme().colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), height(tick)), QPointF(plot.right(), height(tick)))
            painter.setPen(theme().colour("faint"))
            place = QPointF(
                left - 8 - metrics.horizontalAdvance(text), height(tick) + metrics.ascent() / 2 - 1
            )
            painter.drawText(place, text)
        room = plot.width() / len(self._boxes)
        for number, box in enumerate(self._boxes):
            place = QRectF(plot.left() + number * room, plot.top(), room, plot.height())
            self._paint_box(painter, place, box, height)

    def _paint_box(self, painter: QPainter, place: QRectF, box: Box, height) -> None:  # type: ignore[no-untyped-def]
        middle, half = place.center().x(), min(place.width() * 0.5, _WIDEST) / 2
        ink = theme().colour("accent")
        if len(box.values) > 1:
            first, median, third = statistics.quantiles(box.values, n=4, method="inclusive")
            painter.setPen(QPen(ink, 1.4))
            for value, edge in ((min(box.values), first), (max(box.values), third)):
                painter.drawLine(QPointF(middle, height(value)), QPointF(middle, height(edge)))
                painter.drawLine(
                    QPointF(middle - half / 3, height(value)), QPointF(middle + half / 3, height(value))
                )
            fill = theme().colour("accent")
            fill.setAlphaF(0.18)
            painter.setBrush(fill)
            painter.drawRect(QRectF(middle - half, height(third), 2 * half, height(first) - height(third)))
            painter.setPen(QPen(ink, 2.2))
            painter.drawLine(QPointF(middle - half, height(median)), QPointF(middle + half, height(median)))
        dot = theme().colour("text")
        dot.setAlphaF(0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot)
        for value in box.values:
            painter.drawEllipse(QPointF(middle, height(value)), 2.4, 2.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if box.reference is not None:
            painter.setPen(QPen(theme().colour("warning"), 1.4, Qt.PenStyle.DashLine))
            y = height(box.reference)
            painter.drawLine(QPointF(place.left() + 4, y), QPointF(place.right() - 4, y))
        painter.setPen(theme().colour("dim"))
        below = QRectF(place.left(), place.bottom() + 4, place.width(), _BOTTOM - 4)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), box.label)
