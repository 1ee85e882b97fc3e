"""The distribution of a column as small bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.theme.theme import theme


def paint_bars(painter: QPainter, area: QRectF, counts: Sequence[int]) -> None:
    """Draw bars of equal width into ``area``; their heights are the counts."""
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
