"""Painted cells of tables: a state as a badge, a share as a bar, a course as a small line."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui.theme.theme import theme
from gui.widgets.badge import badge_width, paint_badge, state_colour, state_word
from gui.widgets.meter_bar import paint_meter
from gui.widgets.sparkline import paint_sparkline

VALUE = Qt.ItemDataRole.UserRole  # what a painted cell is drawn from
SORT = Qt.ItemDataRole.UserRole + 1
ID = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class _Cell(QStyledItemDelegate):
    """Draws the row's background as the style does, then itself instead of the text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        value = index.data(VALUE)
        if value is not None:
            self.draw(painter, QRectF(option.rect).adjusted(8, 0, -8, 0), value)

    def displayText(self, value: object, locale: object) -> str:
        return ""  # the words are there for screen readers and sorting

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        raise TypeError("a cell draws itself")


class BadgeCell(_Cell):
    """``VALUE`` is a job's state."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        word = state_word(str(value))
        width = min(badge_width(word), area.width())
        pill = QRectF(area.left() - 2, area.center().y() - 11, width, 22)
        paint_badge(painter, pill, word, state_colour(str(value)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(badge_width(state_word(str(index.data(VALUE)))) + 16, 34)


class NotedCell(_Cell):
    """``VALUE`` is a text and what stands dim behind it."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        text, note = value if isinstance(value, tuple) else (value, "")
        painter.save()
        metrics = QFontMetricsF(painter.font())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setPen(theme().colour("text"))
        shown = metrics.elidedText(str(text), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, flags, shown)
        rest = area.adjusted(metrics.horizontalAdvance(shown) + 10, 0, 0, 0)
        if note and rest.width() > 24:
            painter.setPen(theme().colour("dim"))
            painter.drawText(rest, flags, metrics.elidedText(note, Qt.TextElideMode.ElideRight, rest.width()))
        painter.restore()


class MeterCell(_Cell):
    """``VALUE`` is a share, or a share with a colour."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        share, colour = value if isinstance(value, tuple) else (value, "accent")
        paint_meter(painter, QRectF(area.left(), area.center().y() - 3, area.width(), 6), share, colour)


class SparkCell(_Cell):
    """``VALUE`` is a list of numbers."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if isinstance(value, list | tuple) and len(value) > 1:
            painter.save()
            paint_sparkline(painter, area.adjusted(0, 7, 0, -7), value, "series1", None, None, False)
            painter.restore()
