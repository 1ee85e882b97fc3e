"""The axes of a plot whose two ranges are the same: a grid, marks at both sides, a title for each."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui.theme.theme import theme


def paint_axes(
    painter: QPainter, plot: QRectF, marks: Sequence[tuple[float, str]], titles: tuple[str, str], left: float
) -> None:
    """Draw around ``plot``. A mark is its place, 0…1, and its text; ``left`` pixels are kept for the upright title."""
    metrics = QFontMetricsF(painter.font())
    for place, text in marks:
        x, y = plot.left() + place * plot.width(), plot.bottom() - place * plot.height()
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme().colour("faint"))
        width = metrics.horizontalAdvance(text)
        painter.drawText(QPointF(x - width / 2, plot.bottom() + metrics.height()), text)
        painter.drawText(QPointF(plot.left() - width - 6, y + metrics.ascent() / 2 - 1), text)
    painter.setPen(theme().colour("dim"))
    below = QRectF(plot.left(), plot.bottom() + metrics.height() + 2, plot.width(), metrics.height() + 4)
    painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), titles[0])
    painter.save()
    painter.translate(plot.left() - left + metrics.ascent(), plot.bottom())
    painter.rotate(-90)
    beside = QRectF(0, -metrics.ascent(), plot.height(), metrics.height())
    painter.drawText(beside, int(Qt.AlignmentFlag.AlignCenter), titles[1])
    painter.restore()
