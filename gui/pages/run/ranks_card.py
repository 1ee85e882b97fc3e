"""The ranks of a run: device, time of a step, memory, and how busy each is."""

from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.i18n.amounts import size
from gui.pages.run.step_card import milliseconds
from gui.widgets.card import Card
from gui.widgets.item_model import ItemModel
from gui.widgets.list_table import ListTable
from gui.widgets.meter_bar import paint_meter

SHARE = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 34


class RanksModel(ItemModel):
    """Rows as the ranks event gives them."""

    right = (2, 3)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slow: int | None = None
        self._titles = (
            self.tr("Rank"),
            self.tr("Device"),
            self.tr("Step"),
            self.tr("Memory"),
            self.tr("Busy"),
        )

    def set_ranks(self, rows: list[dict[str, Any]], slow: int | None) -> None:
        if len(rows) != len(self._items):
            self.set_items(rows)
        self._items, self._slow = rows, slow
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 4))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._items[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role == SHARE:
            return row.get("busy")
        if role == Qt.ItemDataRole.ForegroundRole and row.get("rank") == self._slow and index.column() == 2:
            from gui.theme.theme import theme

            return theme().colour("warning")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column(), role == Qt.ItemDataRole.AccessibleTextRole)
        return None

    def _text(self, row: dict[str, Any], column: int, spoken: bool) -> str:
        if column == 0:
            return str(row.get("rank"))
        if column == 1:
            return str(row.get("device", ""))
        if column == 2:
            seconds = row.get("step_seconds")
            return "–" if seconds is None else f"{milliseconds(seconds)} ms"
        if column == 3:
            return size(row.get("memory"))
        busy = row.get("busy")
        return f"{busy:.0%}" if spoken and busy is not None else ""


class _BusyBar(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        area = QRectF(option.rect).adjusted(8, 0, -12, 0)
        bar = QRectF(area.left(), area.center().y() - 3, area.width(), 6)
        paint_meter(painter, bar, index.data(SHARE), "accent")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(90, _ROW_HEIGHT)


class RanksCard(Card):
    """The ranks table of one run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("Ranks"))
        self.model = RanksModel(self)
        self.table = ListTable(self.model, self.tr("Ranks"), _ROW_HEIGHT)
        self.table.setItemDelegateForColumn(4, _BusyBar(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        for column, width in enumerate((52, 80, 92, 92)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(8, 4, 8, 8)
        self.body.addWidget(self.table)

    def show_ranks(self, rows: list[dict[str, Any]], slow: int | None) -> None:
        self.model.set_ranks(rows, slow)
