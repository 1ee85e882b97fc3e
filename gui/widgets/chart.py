"""A chart of series that may grow while it is looked at. Knows no run; colours come by token name.

Drawn with QPainter: with points already reduced to the pixel columns, nothing is left for a plotting
library to do, and the window neither waits for its import nor carries its memory (see tests/bench).
"""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gui.i18n.amounts import duration
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.widgets.chart_axis import (
    figure,
    thousands,
)
from gui.widgets.chart_drawing import Drawing
from gui.widgets.chart_line import Line
from gui.widgets.chart_readout import Reading, draw_crosshair, draw_selection
from gui.widgets.chart_view import Frame, Range

REDRAW_MS = 50  # at most 20 times a second, however fast points arrive
_DRAG = 4  # pixels a press may wander and still be a click
_AHEAD = 2.0  # a curve fills at least half of its frame: the first hour of a run of days can be seen


class Chart(QWidget):
    """Lines over steps or time; wheel and drag zoom, double click shows all, the mouse reads values."""

    view_changed = Signal()
    save_picture_asked = Signal()
    save_values_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.by_time = False
        self.logarithmic = False
        self.floor: float | None = 0.0  # where a linear axis begins when no value lies below it
        self.bounds: Range | None = None  # of the vertical axis, where it does not follow the values
        self.expected: float | None = None  # the last step to come: a live curve grows into its frame
        self.empty_text = self.tr("Values appear here with the first steps.")
        self.x_text = None  # writes a mark of the x axis in another way: f(value, marks) -> str
        self._zoom_x: Range | None = None
        self._zoom_y: Range | None = None
        self._follow: float | None = None  # width of a zoomed window that moves with the newest point
        self._picture: QPixmap | None = None
        self._frame: Frame | None = None
        self._cursor: QPointF | None = None
        self._press: QPointF | None = None
        self._panning = False
        self._tabbed = False  # reached by keyboard: only then is the focus worth a frame
        self._timer = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._timer.timeout.connect(self.refresh)
        theme().changed.connect(self.refresh)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(140, 84)
        self.setAccessibleName(self.tr("Chart"))

    # --- what is shown

    def add(self, line: Line) -> Line:
        self.lines.append(line)
        self.touch()
        return line

    def clear(self) -> None:
        self.lines.clear()
        self.show_all()

    def touch(self) -> None:
        """Something changed; it is drawn with the next tick."""
        if not self._timer.isActive():
            self._timer.start()

    def set_by_time(self, by_time: bool) -> None:
        if by_time != self.by_time:
            self.by_time = by_time
            self.show_all()

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.logarithmic = logarithmic
        self._zoom_y = None
        self.refresh()

    def set_smoothing(self, factor: float) -> None:
        for line in self.lines:
            if line.smoothed:
                line.smoothed.set_factor(factor)
        self.refresh()

    def set_visible(self, name: str, visible: bool) -> None:
        for line in self.lines:
            if line.name == name:
                line.visible = visible
        self.refresh()

    def show_all(self) -> None:
        """Undo every zoom."""
        self._zoom_x = self._zoom_y = self._follow = None
        self.refresh()
        self.view_changed.emit()

    @property
    def zoomed(self) -> bool:
        return self._zoom_x is not None or self._zoom_y is not None

    def zoom_to(self, x: Range, y: Range | None = None) -> None:
        """Show a part; a part that ends at the newest point moves on with it."""
        bounds = self._data_range()
        x = x.within(bounds)
        newest = self._newest()
        self._follow = x.span if newest is not None and x.low < newest <= x.high < bounds.high else None
        self._zoom_x = None if x.span >= bounds.span * 0.999 else x
        self._zoom_y = y
        self.refresh()
        self.view_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(420, 240)

    def picture(self) -> QPixmap:
        """The chart as it stands, on the panel's colour."""
        pixmap = QPixmap(self.size() * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(theme().colour("panel"))
        painter = QPainter(pixmap)
        self._draw(painter)
        painter.end()
        return pixmap

    # --- ranges

    def _shown(self) -> list[Line]:
        return [line for line in self.lines if line.visible and len(line.series)]

    def _data_range(self) -> Range:
        axes = [line.series.axis(self.by_time) for line in self._shown()]
        if not axes:
            return Range(0.0, self.expected or 1.0)
        low, high = min(float(axis[0]) for axis in axes), max(float(axis[-1]) for axis in axes)
        if self.expected and not self.by_time:
            high = max(high, min(self.expected, high * _AHEAD))
        if not self.by_time and 0 < low <= max(2.0, high * 0.02):
            low = 0.0  # the first step is 1; the axis begins at 0
        return Range(low, high if high > low else low + 1.0)

    def _newest(self) -> float | None:
        return max((float(line.series.axis(self.by_time)[-1]) for line in self._shown()), default=None)

    def _x_range(self) -> Range:
        if self._zoom_x is None:
            return self._data_range()
        newest = self._newest()
        if self._follow and newest is not None and newest > self._zoom_x.high:
            self._zoom_x = Range(newest - self._follow, newest)
        return self._zoom_x

    # --- drawing

    def refresh(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None or self._picture.size() != self.size() * self.devicePixelRatioF():
            self._picture = QPixmap(self.size() * self.devicePixelRatioF())
            self._picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            self._draw(painter)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._tabbed:
            painter.setPen(QPen(theme().colour("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._draw_cursor(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        shown = self._shown()
        self._frame = self._drawing(shown).draw(painter, self.width(), self.height()) if shown else None
        if not shown:
            self._draw_empty(painter)

    def _drawing(self, shown: list[Line]) -> Drawing:
        return Drawing(
            lines=shown,
            x=self._x_range(),
            y=self._zoom_y or self.bounds,
            by_time=self.by_time,
            logarithmic=self.logarithmic,
            floor=self.floor,
            x_text=self.x_text,
        )

    def _draw_empty(self, painter: QPainter) -> None:
        painter.setFont(words(11))
        painter.setPen(theme().colour("faint"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()).adjusted(12, 12, -12, -12), int(flags), self.empty_text)

    # --- crosshair

    def _draw_cursor(self, painter: QPainter) -> None:
        frame = self._frame
        if frame is None or self._cursor is None:
            return
        if self._press is not None and not self._panning:
            draw_selection(painter, self._selection(frame))
            return
        rows = self._readings(frame)
        if not rows:
            return
        place = min(rows, key=lambda row: abs(row.x - self._cursor.x())).x
        draw_crosshair(painter, frame, place, self._head(place), rows, self.width())

    def _selection(self, frame: Frame) -> QRectF:
        """The dragged rectangle; a flat one means: this part of the x axis, any height."""
        box = QRectF(self._press, self._cursor).normalized()
        whole = QRectF(frame.left, frame.top, frame.width, frame.height)
        if box.height() < 24:
            box.setTop(whole.top())
            box.setBottom(whole.bottom())
        return box & whole

    def _readings(self, frame: Frame) -> list[Reading]:
        """Each line's point under the mouse."""
        place = frame.from_x(self._cursor.x())
        rows = []
        for line in self._shown():
            series = line.smoothed.current() if line.smoothed else line.series
            point = series.nearest(place, self.by_time)
            if point is None:
                continue
            x = frame.to_x(point.time if self.by_time else point.step)
            y = frame.to_y(point.value) if not line.own_scale and math.isfinite(point.value) else math.nan
            text = figure(point.value)
            if line.smoothed:
                raw = line.series.nearest(place, self.by_time)
                text = self.tr("{0} (raw {1})").format(text, figure(raw.value if raw else None))
            rows.append(Reading(x, y, line, text))
        return rows

    def _head(self, place: float) -> str:
        value = self._frame.from_x(place)
        if self.x_text:
            return self.x_text(value, [value])
        if self.by_time:
            return self.tr("after {0}").format(duration(value))
        return self.tr("step {0}").format(thousands(round(value)))

    # --- hands

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        last, self._cursor = self._cursor, event.position()
        if self._panning and self._frame and last is not None:
            by = (last.x() - self._cursor.x()) / max(self._frame.width, 1) * self._frame.x.span
            self.zoom_to(self._x_range().moved(by), self._zoom_y)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._panning = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton
            and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        )
        if self._frame and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = self._cursor = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        frame, press, panning = self._frame, self._press, self._panning
        self._cursor = event.position()
        if frame and press is not None and not panning and abs(self._cursor.x() - press.x()) > _DRAG:
            box = self._selection(frame)
            flat = box.height() >= frame.height - 1
            y = None if flat else Range(frame.from_y(box.bottom()), frame.from_y(box.top()))
            self._press = None
            if box.width() > _DRAG:
                self.zoom_to(Range(frame.from_x(box.left()), frame.from_x(box.right())), y)
        self._press = None
        self._panning = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press = None
        self.show_all()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._tabbed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tabbed = False
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._frame is None or not event.angleDelta().y():
            event.ignore()
            return
        self._zoom(0.85 ** (event.angleDelta().y() / 120), event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._frame is None:
            super().keyPressEvent(event)
            return
        centre, step = self._frame.left + self._frame.width / 2, self._x_range().span / 10
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(0.8, centre)
            case Qt.Key.Key_Minus:
                self._zoom(1.25, centre)
            case Qt.Key.Key_Left:
                self.zoom_to(self._x_range().moved(-step), self._zoom_y)
            case Qt.Key.Key_Right:
                self.zoom_to(self._x_range().moved(step), self._zoom_y)
            case Qt.Key.Key_Home | Qt.Key.Key_0:
                self.show_all()
            case _:
                super().keyPressEvent(event)

    def _zoom(self, factor: float, pixel: float) -> None:
        now = self._x_range()
        if now.span * factor > 1e-3:
            self.zoom_to(now.around(self._frame.from_x(pixel), factor), self._zoom_y)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().exec(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the chart as a whole."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show all"), self.show_all).setEnabled(self.zoomed)
        menu.addSeparator()
        menu.addAction(self.tr("Save as PNG…"), self.save_picture_asked.emit)
        menu.addAction(self.tr("Save values as CSV…"), self.save_values_asked.emit)
        return menu

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.refresh()
        super().changeEvent(event)
