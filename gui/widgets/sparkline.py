"""A small line with a filled area: the course of one number."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import theme

Values = Sequence[float | None]


class Sparkline(QWidget):
    """``set_values`` takes equally spaced values; None leaves a gap. Bounds are the values' own when not given."""

    def __init__(
        self,
        colour: str = "accent",
        minimum: float | None = None,
        maximum: float | None = None,
        filled: bool = True,
        height: int = 44,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._colour = colour
        self._minimum = minimum
        self._maximum = maximum
        self._filled = filled
        self._height = height
        self._values: Values = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme().changed.connect(self.update)

    def set_values(self, values: Values, maximum: float | None = None) -> None:
        self._values = values
        self._maximum = maximum if maximum is not None else self._maximum
        self.update()

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, min(self._height, 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.rect()).adjusted(0, 1.5, 0, -0.5)
        paint_sparkline(
            QPainter(self), area, self._values, self._colour, self._minimum, self._maximum, self._filled
        )


def paint_sparkline(
    painter: QPainter,
    area: QRectF,
    values: Values,
    colour: str,
    minimum: float | None = None,
    maximum: float | None = None,
    filled: bool = False,
) -> None:
    """Draw a sparkline into ``area``; tables use it too."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return
    low = min(known) if minimum is None else minimum
    high = max(known) if maximum is None else maximum
    ink = theme().colour(colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in _parts(_points(area, values, low, high)):
        if filled:
            painter.fillPath(_closed(part, area.bottom()), _faded(ink))
        painter.setPen(
            QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPolyline(part)
    painter.restore()


def _points(area: QRectF, values: Values, low: float, high: float) -> list[QPointF | None]:
    span = (high - low) or 1.0
    step = area.width() / max(1, len(values) - 1)
    return [
        None
        if value is None
        else QPointF(
            area.left() + index * step,
            area.bottom() - min(1.0, max(0.0, (value - low) / span)) * area.height(),
        )
        for index, value in enumerate(values)
    ]


def _parts(points: list[QPointF | None]) -> list[list[QPointF]]:
    parts: list[list[QPointF]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if len(part) > 1]


def _closed(points: list[QPointF], bottom: float) -> QPainterPath:
    path = QPainterPath(QPointF(points[0].x(), bottom))
    for point in points:
        path.lineTo(point)
    path.lineTo(QPointF(points[-1].x(), bottom))
    path.closeSubpath()
    return path


def _faded(ink: QColor) -> QColor:
    return QColor(ink.red(), ink.green(), ink.blue(), 46)
