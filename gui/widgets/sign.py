"""A painted sign before a line of text: tick, triangle, cross, information, or a bare ring."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.theme.theme import theme

_COLOURS = {"good": "good", "warning": "warning", "error": "bad", "info": "accent", "waiting": "faint"}


class Sign(QWidget):
    """Levels: good, warning, error, info, waiting. Shape and colour both tell."""

    def __init__(self, level: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = level
        self.setFixedSize(16, 16)
        theme().changed.connect(self.update)

    def set_level(self, level: str) -> None:
        self._level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme().colour(_COLOURS.get(self._level, "dim"))
        pen = QPen(ink, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        match self._level:
            case "good":
                painter.drawPolyline([QPointF(3, 8.5), QPointF(6.5, 12), QPointF(13, 4.5)])
            case "warning":
                painter.setBrush(ink)
                painter.drawPolygon(QPolygonF([QPointF(8, 3), QPointF(14, 13), QPointF(2, 13)]))
                _exclamation(painter, 6.5, 9.4, 11.4)
            case "error":
                painter.setBrush(ink)
                painter.drawEllipse(QRectF(2, 2, 12, 12))
                _exclamation(painter, 5, 8.6, 11)
            case "info":
                painter.drawEllipse(QRectF(2, 2, 12, 12))
                painter.drawLine(QPointF(8, 7.6), QPointF(8, 11))
                painter.drawPoint(QPointF(8, 5))
            case _:
                painter.drawEllipse(QRectF(3, 3, 10, 10))


def _exclamation(painter: QPainter, top: float, bottom: float, dot: float) -> None:
    painter.setPen(QPen(theme().colour("panel"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(8, top), QPointF(8, bottom))
    painter.drawPoint(QPointF(8, dot))
