"""The distribution of a column as small bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme.theme import theme


class ColumnSketch(QWidget):
    """Bars of equal width whose heights are the counts."""

    def __init__(self, counts: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = tuple(counts)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, 26)

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show other bars."""
        self._counts = tuple(counts)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_bars(painter, QRectF(self.rect()), self._counts)
        painter.end()


def paint_bars(painter: QPainter, area: QRectF, counts: Sequence[int]) -> None:
    """Draw the bars into ``area``; for the widget above and for table cells."""
    highest = max(counts, default=0)
    if highest <= 0:
        return
    step = min(area.width() / len(counts), 22.0)
    colour = theme().colour("accent")
    colour.setAlphaF(0.75)
    for index, count in enumerate(counts):
        height = area.height() * count / highest
        if count:
            height = max(height, 1.5)  # a rare value is still there
        bar = QRectF(area.x() + index * step, area.bottom() - height, max(step - 1.5, 1), height)
        painter.fillRect(bar, colour)
