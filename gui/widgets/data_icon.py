"""Painted signs of what a dataset holds: a table, lines of text, a picture, speech, a star."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.theme.theme import theme

_GRID = 24.0  # the signs are drawn on a square of this side


def paint_data_icon(painter: QPainter, area: QRectF, kind: str) -> None:
    """Draw the sign of ``kind`` into a square; a table where the kind is unknown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / _GRID, area.height() / _GRID)
    pen = QPen(theme().colour("dim"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _SIGNS.get(kind, _table)(painter)
    painter.restore()


def _table(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 18, 16), 2, 2)
    painter.drawLine(QPointF(3, 9.3), QPointF(21, 9.3))
    painter.drawLine(QPointF(3, 14.7), QPointF(21, 14.7))
    painter.drawLine(QPointF(9, 9.3), QPointF(9, 20))


def _text(painter: QPainter) -> None:
    for y, right in ((5, 20), (9.7, 17), (14.3, 20), (19, 12)):
        painter.drawLine(QPointF(4, y), QPointF(right, y))


def _images(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 18, 16), 2, 2)
    painter.drawEllipse(QPointF(8.5, 9), 1.8, 1.8)
    painter.drawPolyline(
        [QPointF(4, 18), QPointF(10, 12.5), QPointF(13, 15.5), QPointF(16, 11), QPointF(20.5, 16.5)]
    )


def _conversations(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2.5, 4, 13, 9), 3, 3)
    painter.drawRoundedRect(QRectF(9, 15.5, 12.5, 6), 3, 3)
    painter.drawLine(QPointF(6, 7.5), QPointF(12, 7.5))
    painter.drawLine(QPointF(6, 10), QPointF(10, 10))


def _ratings(painter: QPainter) -> None:
    points = [
        QPointF(12 + radius * math.sin(turn * math.pi / 5), 12.8 - radius * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for radius in (9.5 if turn % 2 == 0 else 4.0,)
    ]
    painter.drawPolygon(QPolygonF(points))


_SIGNS = {
    "table": _table,
    "text": _text,
    "images": _images,
    "conversations": _conversations,
    "ratings": _ratings,
}
