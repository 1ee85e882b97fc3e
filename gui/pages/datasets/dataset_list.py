"""The datasets of this home as a list: name, and below it rows, columns and size."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.schema.card import DatasetCard
from gui.i18n.amounts import number, size
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION

CARD_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class DatasetList(QListView):
    """``picked`` tells the id of the dataset a person, or the page, chose."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = _Cards(self)
        self.setModel(self._cards)
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Datasets"))
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme().changed.connect(self.viewport().update)

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
            case Qt.ItemDataRole.ToolTipRole:
                return card.source
            case _ if role == CARD_ROLE:
                return card
        return None


class _TwoLines(QStyledItemDelegate):
    """Paints plain text, whatever the name holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 52)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        card = index.data(CARD_ROLE)
        said = self.tr("{rows} rows · {columns} columns · {size}")
        figures = said.format(
            rows=number(card.rows), columns=number(len(card.columns)), size=size(card.bytes)
        )
        area = option.rect.adjusted(10, 7, -8, -7)
        painter.save()
        _line(painter, area, card.name, BODY, "text", Qt.AlignmentFlag.AlignTop)
        _line(painter, area, figures, CAPTION, "dim", Qt.AlignmentFlag.AlignBottom)
        painter.restore()


def _line(painter: QPainter, area: QRect, text: str, size: int, colour: str, where: Qt.AlignmentFlag) -> None:
    painter.setFont(words(size))
    painter.setPen(theme().colour(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(where | Qt.AlignmentFlag.AlignLeft), shown)
