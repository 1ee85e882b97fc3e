"""The distribution of a column as small bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION

WIDEST = 22.0  # pixels of a bar in a cell


def paint_bars(painter: QPainter, area: QRectF, counts: Sequence[int], widest: float = WIDEST) -> None:
    """Draw bars of equal width into ``area``; their heights are the counts."""
    highest = max(counts, default=0)
    if highest <= 0:
        return
    step = min(area.width() / len(counts), widest)
    colour = theme().colour("accent")
    colour.setAlphaF(0.75)
    for index, count in enumerate(counts):
        height = area.height() * count / highest
        if count:
            height = max(height, 1.5)  # a rare value is still there
        bar = QRectF(area.x() + index * step, area.bottom() - height, max(step - 1.5, 1), height)
        painter.fillRect(bar, colour)


class ColumnSketch(QWidget):
    """The same bars as a widget, with its ends named below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Sequence[int] = ()
        self._ends = ("", "")
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_bars(self, counts: Sequence[int], low: str, high: str) -> None:
        self._counts, self._ends = list(counts), (low, high)
        self.setAccessibleName(f"{self._name}: {low} … {high}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 110)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint_bars(painter, area.adjusted(0, 2, 0, -20), self._counts, widest=area.width())
        painter.setFont(words(CAPTION, tabular=True))
        painter.setPen(theme().colour("dim"))
        for text, side in zip(
            self._ends, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True
        ):
            painter.drawText(area, int(Qt.AlignmentFlag.AlignBottom | side), text)
