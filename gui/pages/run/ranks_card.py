"""The ranks of a run: role, device, time of a step, memory, share of its peak, and how busy each is."""

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

from gui.i18n.amounts import figure, share, size
from gui.pages.run.step_card import milliseconds
from gui.widgets.card import Card
from gui.widgets.item_model import ItemModel
from gui.widgets.list_table import ListTable
from gui.widgets.meter_bar import paint_meter

SHARE = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 34
_STEP, _BUSY = 2, 6  # columns
_KNOWN_IF = {4: "peak_share", 5: "staleness"}  # columns that show only where a rank knows the figure
_WIDTHS = (52, 60, 78, 78, 70, 76)
_WIDE_RANK = 90  # with a role beside the number


class RanksModel(ItemModel):
    """Rows as the ranks event gives them."""

    right = (2, 3, 4, 5)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slow: int | None = None
        self._titles = (
            self.tr("Rank"),
            self.tr("Device"),
            self.tr("Step"),
            self.tr("Memory"),
            self.tr("Peak"),
            self.tr("Staleness"),
            self.tr("Busy"),
        )

    def set_ranks(self, rows: list[dict[str, Any]], slow: int | None) -> None:
        if len(rows) != len(self._items):
            self.set_items(rows)
        self._items, self._slow = rows, slow
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, _BUSY))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._items[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role == SHARE:
            return row.get("busy")
        if (
            role == Qt.ItemDataRole.ForegroundRole
            and row.get("rank") == self._slow
            and index.column() == _STEP
        ):
            from gui.theme.theme import theme

            return theme().colour("warning")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column(), role == Qt.ItemDataRole.AccessibleTextRole)
        return None

    def _text(self, row: dict[str, Any], column: int, spoken: bool) -> str:
        match column:
            case 0:
                role = self._role(str(row.get("role") or "worker"))
                return f"{row.get('rank')} · {role}" if role else str(row.get("rank"))
            case 1:
                return str(row.get("device", ""))
            case 2:
                seconds = row.get("step_seconds")
                return "–" if seconds is None else f"{milliseconds(seconds)} ms"
            case 3:
                return size(row.get("memory"))
            case 4:
                return share(row.get("peak_share"))
            case 5:
                return figure(row.get("staleness"), 2)
        busy = row.get("busy")
        return f"{busy:.0%}" if spoken and busy is not None else ""

    def _role(self, role: str) -> str:
        """A worker's role goes without saying."""
        if role.startswith("stage "):
            return self.tr("stage {0}").format(role.removeprefix("stage "))
        return {"worker": "", "server": self.tr("server")}.get(role, role)


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
        self.table.setItemDelegateForColumn(_BUSY, _BusyBar(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(_BUSY, QHeaderView.ResizeMode.Stretch)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(8, 4, 8, 8)
        self.body.addWidget(self.table)
        self.show_ranks([], None)

    def show_ranks(self, rows: list[dict[str, Any]], slow: int | None) -> None:
        known = [
            column for column, name in _KNOWN_IF.items() if any(row.get(name) is not None for row in rows)
        ]
        for column in _KNOWN_IF:
            self.table.setColumnHidden(column, column not in known[-1:])  # there is room for one of them
        plain = all(row.get("role") in (None, "worker") for row in rows)
        self.table.setColumnWidth(0, _WIDTHS[0] if plain else _WIDE_RANK)
        self.model.set_ranks(rows, slow)
