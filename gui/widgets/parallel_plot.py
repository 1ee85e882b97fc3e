"""Settings and scores of many runs as lines across parallel axes: the one under the mouse is lit, a click chooses it.

Parallel coordinates (Inselberg, 1985). Takes places on the axes as they are; knows no run.
"""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION, mix
from gui.widgets.parallel_axes import Axis, ParallelLine

_TOP, _BOTTOM = 30, 12  # pixels for the titles, and below the axes
_SIDE = 54  # pixels at least for the marks of the first axis, and for the last one's values
_WIDEST = 130  # of a mark
_NEAR = 9.0  # pixels from a line that still mean it


class ParallelPlot(QWidget):
    """``chosen`` tells the key of the line a person picked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: tuple[Axis, ...] = ()
        self._lines: tuple[ParallelLine, ...] = ()
        self._lit: int | None = None  # under the mouse
        self._chosen: int | None = None
        self._left = float(_SIDE)
        self._ground: QPixmap | None = None  # axes and all lines, drawn once for many moves of the mouse
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 150)
        self.setAccessibleName(self.tr("Settings and scores"))
        theme().changed.connect(self._draw_anew)

    def set_lines(self, axes: Sequence[Axis], lines: Sequence[ParallelLine]) -> None:
        """Lines in the order in which the keyboard walks through them; the later drawn below."""
        if (tuple(axes), tuple(lines)) != (self._axes, self._lines):
            self._axes, self._lines = tuple(axes), tuple(lines)
            self._left = _room_for_marks(self._axes)
            self._draw_anew()

    def set_chosen(self, key: int | None) -> None:
        if key != self._chosen:
            self._chosen = key
            self.setAccessibleDescription(self._said())
            self.update()

    @property
    def lit(self) -> int | None:
        """The line that stands out: under the mouse, else the chosen one."""
        return self._lit if self._lit is not None else self._chosen

    def sizeHint(self) -> QSize:
        return QSize(520, 240)

    def line_near(self, place: QPointF) -> int | None:
        """The key of the line next to a place of the widget."""
        area, count = self._area(), len(self._axes)
        if count < 2 or not area.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(place):
            return None
        share = (place.x() - area.left()) / area.width() * (count - 1)
        left = min(max(int(share), 0), count - 2)
        inside = share - left
        nearest: tuple[float, int] | None = None
        for line in self._lines:
            a, b = line.places[left], line.places[left + 1]
            if a is None or b is None:
                continue
            away = abs(self._height(a + (b - a) * inside) - place.y())
            if away <= _NEAR and (nearest is None or away < nearest[0]):
                nearest = (away, line.key)
        return nearest[1] if nearest else None

    # --- drawing

    def _draw_anew(self) -> None:
        self._ground = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None:
            self._ground = QPixmap(self.size() * self.devicePixelRatioF())
            self._ground.setDevicePixelRatio(self.devicePixelRatioF())
            self._ground.fill(Qt.GlobalColor.transparent)
            self._paint_ground(QPainter(self._ground))
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        line = next((line for line in self._lines if line.key == self.lit), None)
        if line is not None:
            self._paint_lit(painter, line)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in reversed(self._lines):
            painter.setPen(QPen(_ink(line.shade), 1.3))
            self._paint_line(painter, line)
        painter.setFont(words(CAPTION - 1, tabular=True))
        for number, axis in enumerate(self._axes):
            self._paint_axis(painter, number, axis)
        painter.end()

    def _paint_axis(self, painter: QPainter, number: int, axis: Axis) -> None:
        x, area, metrics = self._across(number), self._area(), QFontMetricsF(painter.font())
        painter.setPen(QPen(theme().colour("faint"), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        room = area.width() / max(len(self._axes) - 1, 1)
        for place, text in axis.marks():
            y = self._height(place)
            painter.setPen(QPen(theme().colour("faint"), 1))
            painter.drawLine(QPointF(x - 3, y), QPointF(x, y))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, min(room - 16, _WIDEST))
            self._paint_word(painter, QPointF(x - 7 - metrics.horizontalAdvance(shown), y), shown, "dim")
        painter.setPen(theme().colour("text"))
        wide = min(room - 8, 170.0)
        title = metrics.elidedText(axis.title, Qt.TextElideMode.ElideRight, wide)
        left = min(
            max(x - metrics.horizontalAdvance(title) / 2, 0.0),
            self.width() - metrics.horizontalAdvance(title),
        )
        painter.drawText(QPointF(left, metrics.ascent() + 2), title)

    def _paint_word(self, painter: QPainter, place: QPointF, text: str, colour: str) -> None:
        """A word that can be read above lines; ``place`` is its left end, at half its height."""
        metrics = QFontMetricsF(painter.font())
        ground = theme().colour("panel")
        ground.setAlphaF(0.78)
        box = QRectF(
            place.x() - 2,
            place.y() - metrics.height() / 2,
            metrics.horizontalAdvance(text) + 4,
            metrics.height(),
        )
        painter.fillRect(box, ground)
        painter.setPen(theme().colour(colour))
        painter.drawText(box.adjusted(2, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_lit(self, painter: QPainter, line: ParallelLine) -> None:
        painter.setFont(words(CAPTION - 1, tabular=True))
        painter.setPen(QPen(theme().colour("series2"), 2.6))
        self._paint_line(painter, line)
        metrics = QFontMetricsF(painter.font())
        for number, (place, text) in enumerate(zip(line.places, line.texts, strict=True)):
            if place is None:
                continue
            point = QPointF(self._across(number), self._height(place))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("series2"))
            painter.drawEllipse(point, 3.5, 3.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left = min(point.x() + 8, self.width() - metrics.horizontalAdvance(text) - 4)
            self._paint_word(painter, QPointF(left, point.y()), text, "text")

    def _paint_line(self, painter: QPainter, line: ParallelLine) -> None:
        points = [
            QPointF(self._across(number), self._height(place)) if place is not None else None
            for number, place in enumerate(line.places)
        ]
        for is_there, part in itertools.groupby(points, key=lambda point: point is not None):
            if is_there:
                painter.drawPolyline(QPolygonF(list(part)))

    def _area(self) -> QRectF:
        width, height = self.width() - self._left - _SIDE, self.height() - _TOP - _BOTTOM
        return QRectF(self._left, _TOP, max(width, 10), max(height, 10))

    def _across(self, number: int) -> float:
        area = self._area()
        return area.left() + area.width() * number / max(len(self._axes) - 1, 1)

    def _height(self, place: float) -> float:
        area = self._area()
        return area.bottom() - place * area.height()

    # --- hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._ground = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._light(self.line_near(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._light(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self.line_near(event.position())
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and up walk from line to line."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        keys = [line.key for line in self._lines]
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        place = keys.index(self._chosen) + step if self._chosen in keys else 0
        self._choose(keys[min(max(place, 0), len(keys) - 1)])

    def _light(self, key: int | None) -> None:
        if key != self._lit:
            self._lit = key
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if key is not None else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def _choose(self, key: int) -> None:
        self.set_chosen(key)
        self.chosen.emit(key)

    def _said(self) -> str:
        line = next((line for line in self._lines if line.key == self._chosen), None)
        if line is None:
            return ""
        return ", ".join(
            f"{axis.title} {text}" for axis, text in zip(self._axes, line.texts, strict=True) if text
        )


def _room_for_marks(axes: Sequence[Axis]) -> float:
    """Pixels at the left of the first axis."""
    metrics = QFontMetricsF(words(CAPTION - 1, tabular=True))
    widest = (
        max((metrics.horizontalAdvance(text) for _, text in axes[0].marks()), default=0.0) if axes else 0.0
    )
    return max(_SIDE, min(widest, _WIDEST) + 12)


def _ink(shade: float | None) -> QColor:
    """From the quiet grey of a poor run to the accent of a good one."""
    tokens = theme().tokens
    ink = QColor(mix(tokens.accent, tokens.faint, shade or 0.0))
    ink.setAlphaF(0.3 if shade is None else 0.35 + 0.5 * shade)
    return ink
