"""Cells of a table of rows that are more than a line: a picture, a conversation."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY

_LINE = 19  # pixels of a turn
_ROLE = 76  # pixels of the name before it

Index = QModelIndex | QPersistentModelIndex


class PictureCell(QStyledItemDelegate):
    """Draws the image at DecorationRole as large as the cell allows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area = QRectF(option.rect).adjusted(8, 4, -8, -4)
        area.setWidth(min(area.height(), area.width()))
        paint_picture(painter, area, index.data(Qt.ItemDataRole.DecorationRole))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration


class ConversationCell(QStyledItemDelegate):
    """Draws the (who, what) pairs at UserRole, a line for each, as many as the cell has room for."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        turns = index.data(Qt.ItemDataRole.UserRole) or ()
        area = option.rect.adjusted(8, 4, -8, -4)
        painter.save()
        for place, (who, what) in enumerate(turns[: max(area.height() // _LINE, 1)]):
            line = QRect(area.left(), area.top() + place * _LINE, area.width(), _LINE)
            _paint_line(painter, line, who, "dim", QFont.Weight.DemiBold)
            _paint_line(painter, line.adjusted(_ROLE, 0, 0, 0), what, "text", QFont.Weight.Normal)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""


def paint_picture(painter: QPainter, area: QRectF, image: QImage | None) -> None:
    """Fit an image into ``area``; a frame stands for one on its way, a crossed one for one that cannot be had."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if image is not None and not image.isNull():
        shown = image.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), shown.toSizeF())
        place.moveCenter(area.center())
        clip = QPainterPath()
        clip.addRoundedRect(place, 4, 4)
        painter.setClipPath(clip)
        painter.drawImage(place, image)
    else:
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if image is not None:
            painter.setPen(QPen(theme().colour("bad"), 1.4))
            cross = area.adjusted(*(side * area.width() * 0.3 for side in (1, 1, -1, -1)))
            painter.drawLine(cross.topLeft(), cross.bottomRight())
            painter.drawLine(cross.topRight(), cross.bottomLeft())
    painter.restore()


def _paint_line(painter: QPainter, area: QRect, text: str, colour: str, weight: QFont.Weight) -> None:
    painter.setFont(words(BODY, weight))
    painter.setPen(theme().colour(colour))
    line = " ".join(text[:2000].split())
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
