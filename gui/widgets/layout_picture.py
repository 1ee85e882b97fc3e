"""A small picture of what lies where: devices as boxes, full for a replica, a part for a shard.

Each way of lying is one function in a table; a picture is painted once for each theme and size and
kept, so that showing it again is a copy.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.theme.theme import theme
from gui.theme.tokens import mix

SIZE = QSize(118, 36)
_WIDE, _HIGH, _GAP, _TOP = 20.0, 26.0, 11.0, 1.0  # a device's box; four fill the width
_BUS = 33.0  # height at which devices talk to each other


@dataclass(frozen=True)
class Ink:
    """Colours of one theme: what a device holds, a second kind of it, what passes through, outlines, links."""

    held: QColor
    other: QColor
    passing: QColor
    outline: QColor
    link: QColor


Drawing = Callable[[QPainter, Ink], None]


class LayoutPicture(QWidget):
    """Shows one of ``names()``; an unknown name is an empty picture. Greyed when the choice cannot work."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._grey = name, False
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self.update)

    def set_grey(self, grey: bool) -> None:
        """Take the colours away, or give them back."""
        self._grey = grey
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture())

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = f"layout {self._name} {theme().tokens.name} {ratio} {self._grey}"
        kept = QPixmap()
        if not QPixmapCache.find(key, kept):
            kept = _painted(self._name, ratio, _ink(self._grey))
            QPixmapCache.insert(key, kept)
        return kept


def names() -> tuple[str, ...]:
    """What can be drawn."""
    return tuple(_DRAWINGS)


def _painted(name: str, ratio: float, ink: Ink) -> QPixmap:
    pixmap = QPixmap(SIZE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing = _DRAWINGS.get(name)
    if drawing is not None:
        drawing(painter, ink)
    painter.end()
    return pixmap


def _ink(grey: bool) -> Ink:
    colour = theme().colour
    if grey:
        return Ink(colour("faint"), colour("faint"), colour("line"), colour("line"), colour("line"))
    tokens = theme().tokens
    passing = QColor(mix(tokens.accent, tokens.panel, 0.22))
    return Ink(colour("accent"), colour("series2"), passing, colour("faint"), colour("dim"))


# --- parts of a picture


def _box(number: int) -> QRectF:
    return QRectF(0.5 + number * (_WIDE + _GAP), _TOP, _WIDE, _HIGH)


def _outline(painter: QPainter, ink: Ink, box: QRectF, dashed: bool = False) -> None:
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(ink.outline, 1.2, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3.5, 3.5)


def _fill(painter: QPainter, colour: QColor, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, 1.5, 1.5)


def _inside(box: QRectF) -> QRectF:
    return box.adjusted(3, 3, -3, -3)


def _row(box: QRectF, number: int, rows: int = 4) -> QRectF:
    """One of the layers that lie above each other in a device."""
    inner = _inside(box)
    high = inner.height() / rows
    return QRectF(inner.left(), inner.top() + number * high + 0.5, inner.width(), high - 1)


def _column(box: QRectF, number: int, columns: int = 4) -> QRectF:
    """One of the slices that every layer is cut into."""
    inner = _inside(box)
    wide = inner.width() / columns
    return QRectF(inner.left() + number * wide + 0.3, inner.top(), wide - 0.6, inner.height())


def _bus(painter: QPainter, ink: Ink, dashed: bool = False) -> None:
    """All devices talk to each other; dashed where they seldom do."""
    painter.setPen(QPen(ink.link, 1.3, Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine))
    boxes = [_box(number) for number in range(4)]
    painter.drawLine(QPointF(boxes[0].center().x(), _BUS), QPointF(boxes[3].center().x(), _BUS))
    for box in boxes:
        painter.drawLine(QPointF(box.center().x(), box.bottom() + 1), QPointF(box.center().x(), _BUS))


def _arrow(painter: QPainter, ink: Ink, start: QPointF, end: QPointF) -> None:
    """A level arrow."""
    forth = 1 if end.x() > start.x() else -1
    painter.setPen(QPen(ink.link, 1.3))
    painter.drawLine(start, end)
    painter.setBrush(ink.link)
    painter.setPen(Qt.PenStyle.NoPen)
    back = end.x() - 3.5 * forth
    painter.drawPolygon(QPolygonF([end, QPointF(back, end.y() - 2.4), QPointF(back, end.y() + 2.4)]))


# --- the pictures


def _auto(painter: QPainter, ink: Ink) -> None:
    for number in range(4):
        _outline(painter, ink, _box(number), dashed=True)
    for number, row in ((0, 3), (1, 2), (2, 1), (3, 0)):
        box = _box(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.held)
        painter.drawEllipse(QPointF(box.center().x(), box.top() + 5 + row * 5.3), 2.4, 2.4)


def _single(painter: QPainter, ink: Ink) -> None:
    _outline(painter, ink, _box(0))
    for row in range(4):
        _fill(painter, ink.held, _row(_box(0), row))


def _replicas(painter: QPainter, ink: Ink) -> None:
    for number in range(4):
        _outline(painter, ink, _box(number))
        for row in range(4):
            _fill(painter, ink.held, _row(_box(number), row))


def _ddp(painter: QPainter, ink: Ink) -> None:
    _replicas(painter, ink)
    _bus(painter, ink)


def _zero1(painter: QPainter, ink: Ink) -> None:
    """The upper rows are the model in each device, the lowest the optimizer's state, a quarter each."""
    for number in range(4):
        box = _box(number)
        _outline(painter, ink, box)
        for row in range(3):
            _fill(painter, ink.held, _row(box, row))
        slot = _row(box, 3)
        _fill(painter, ink.other, slot.adjusted(0, 0, -slot.width() / 2, 0).translated(number * 2.4, 0))
    _bus(painter, ink)


def _fsdp(painter: QPainter, ink: Ink) -> None:
    """A quarter each; the others' quarters are there only while they are needed."""
    for number in range(4):
        _outline(painter, ink, _box(number))
        for row in range(4):
            _fill(painter, ink.held if row == number else ink.passing, _row(_box(number), row))
    _bus(painter, ink)


def _tensor(painter: QPainter, ink: Ink) -> None:
    for number in range(4):
        box = _box(number)
        _outline(painter, ink, box)
        _fill(painter, ink.held, _column(box, number))
    _bus(painter, ink)


def _pipeline(painter: QPainter, ink: Ink) -> None:
    for number in range(4):
        box = _box(number)
        _outline(painter, ink, box)
        _fill(painter, ink.held, _row(box, number))
        if number:
            left = _box(number - 1)
            _arrow(
                painter,
                ink,
                QPointF(left.right() + 1.5, box.center().y()),
                QPointF(box.left() - 1, box.center().y()),
            )


def _server(painter: QPainter, ink: Ink) -> None:
    """Workers at the left with a passing copy, the server at the right with the weights."""
    server = QRectF(90.5, _TOP, 26, _HIGH + 8)
    _outline(painter, ink, server)
    for row in range(4):
        _fill(painter, ink.held, _row(server, row))
    for number in range(3):
        box = QRectF(0.5 + number * 25, _TOP + 4, 19, _HIGH)
        _outline(painter, ink, box, dashed=True)
        _fill(painter, ink.other, _row(box, 1, 3))
    _arrow(painter, ink, QPointF(71, 13), QPointF(88.5, 13))
    _arrow(painter, ink, QPointF(88.5, 22), QPointF(71, 22))


def _local(painter: QPainter, ink: Ink) -> None:
    _replicas(painter, ink)
    _bus(painter, ink, dashed=True)


def _diloco(painter: QPainter, ink: Ink) -> None:
    """As local steps, with the outer momentum where the weights meet."""
    _replicas(painter, ink)
    _bus(painter, ink, dashed=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.other)
    painter.drawEllipse(QPointF(58.5, _BUS - 1), 3.6, 3.6)


def _mesh(painter: QPainter, ink: Ink) -> None:
    """Two rows that share the batch, in each the matrices halved over two devices."""
    for row in range(2):
        for column in range(2):
            box = QRectF(0.5 + column * 40, 0.8 + row * 18.5, 30, 15)
            _outline(painter, ink, box)
            _fill(painter, ink.held, _column(box, column, 2))
        _link(painter, ink, QPointF(31.5, 8.3 + row * 18.5), QPointF(39.5, 8.3 + row * 18.5))
    for column in range(2):
        x = 15.5 + column * 40
        _link(painter, ink, QPointF(x, 16.3), QPointF(x, 18.8))


def _link(painter: QPainter, ink: Ink, start: QPointF, end: QPointF) -> None:
    painter.setPen(QPen(ink.link, 1.3))
    painter.drawLine(start, end)


_DRAWINGS: dict[str, Drawing] = {
    "auto": _auto,
    "single": _single,
    "ddp": _ddp,
    "zero1": _zero1,
    "fsdp": _fsdp,
    "tensor_parallel": _tensor,
    "pipeline": _pipeline,
    "parameter_server": _server,
    "local_sgd": _local,
    "diloco": _diloco,
    "mesh": _mesh,
}
