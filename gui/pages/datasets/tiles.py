"""The datasets of this home as tiles: a picture or sign, name, rows and columns, size, a small sketch."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.schema.card import DatasetCard
from gui.i18n.amounts import number, size
from gui.state.dataset_kind import image_column, kind_of, kind_words, sketched_column
from gui.state.thumbnails import Cell, Thumbnails
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION
from gui.widgets.column_sketch import paint_bars
from gui.widgets.data_icon import paint_data_icon
from gui.widgets.rows_cells import paint_picture

CARD_ROLE = Qt.ItemDataRole.UserRole
TILE_HEIGHT = 78
_PICTURE = 44  # pixels to a side
Index = QModelIndex | QPersistentModelIndex


class DatasetTiles(QListView):
    """``picked`` tells the id of the dataset a person, or the page, chose."""

    picked = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = _Cards(self)
        self.setModel(self._cards)
        self.setItemDelegate(_Tile(thumbnails, self))
        self.setUniformItemSizes(True)
        self.setSpacing(1)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Datasets"))
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme().changed.connect(self.viewport().update)
        thumbnails.came.connect(lambda cell: self.viewport().update())

    def set_datasets(self, cards: Sequence[DatasetCard]) -> None:
        """Show these; the chosen one stays chosen while it is there."""
        before = self.current_id()
        self._cards.set_cards(cards)
        self.select(before)

    def current_id(self) -> str:
        card = self.currentIndex().data(CARD_ROLE)
        return card.id if card else ""

    def select(self, id: str) -> bool:
        """Choose a dataset; the first one when it is not there."""
        ids = self._cards.ids()
        if not ids:
            return False
        self.setCurrentIndex(self._cards.index(ids.index(id) if id in ids else 0, 0))
        return id in ids

    def _on_current_changed(self, current: QModelIndex) -> None:
        card = current.data(CARD_ROLE)
        if card is not None:
            self.picked.emit(card.id)


class _Cards(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards: list[DatasetCard] = []

    def set_cards(self, cards: Sequence[DatasetCard]) -> None:
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def ids(self) -> list[str]:
        return [card.id for card in self._cards]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{card.name}, {kind_words(kind_of(card))}, {_extent(card)}"
            case Qt.ItemDataRole.ToolTipRole:
                return card.source
            case _ if role == CARD_ROLE:
                return card
        return None


class _Tile(QStyledItemDelegate):
    """Paints plain text, whatever the name holds."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, TILE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        card = index.data(CARD_ROLE)
        area = option.rect.adjusted(9, 9, -9, -8)
        painter.save()
        self._paint_picture(painter, QRectF(area.left(), area.top(), _PICTURE, _PICTURE), card)
        beside = area.adjusted(_PICTURE + 10, -2, 0, 0)
        _line(painter, beside, card.name, BODY, "text", QFont.Weight.Medium)
        _line(painter, beside.adjusted(0, 19, 0, 0), _extent(card), CAPTION, "dim")
        below = beside.adjusted(0, 37, 0, 0)
        words_of_kind = f"{kind_words(kind_of(card))} · {size(card.bytes)}"
        _line(painter, below, words_of_kind, CAPTION, "dim")
        column = sketched_column(card)
        if column is not None:
            counts = [bar.count for bar in column.bars]
            paint_bars(painter, QRectF(below.right() - 56, below.top() + 1, 56, 18), counts)
        painter.restore()

    def _paint_picture(self, painter: QPainter, area: QRectF, card: DatasetCard) -> None:
        column = image_column(card)
        image = self._thumbnails.image(Cell(card.id, 0, column)) if column and card.rows else None
        if image is not None and not image.isNull():
            paint_picture(painter, area, image)
            return
        paint_picture(painter, area, None)
        paint_data_icon(painter, area.adjusted(10, 10, -10, -10), kind_of(card))


def _extent(card: DatasetCard) -> str:
    return f"{number(card.rows)} × {number(len(card.columns))}"


def _line(
    painter: QPainter,
    area: QRect,
    text: str,
    size: int,
    colour: str,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> None:
    painter.setFont(words(size, weight, tabular=True))
    painter.setPen(theme().colour(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), shown)
