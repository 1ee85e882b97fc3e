"""A dataset's rows and columns as tables: rows come in pages from the engine, columns from its card. No widgets."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.i18n.amounts import figure

if TYPE_CHECKING:
    from engine.schema.api import Rows
    from engine.schema.card import DatasetCard
    from gui.client.connection import Connection

PAGE = 200  # rows asked for at once
KEPT = 40  # pages kept, oldest use goes first
LONGEST = 300  # characters of a cell

Index = QModelIndex | QPersistentModelIndex


class DatasetRows(QAbstractTableModel):
    """Rows of one dataset, fetched where a person looks; a cell that is on its way says “…”."""

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._card: DatasetCard | None = None
        self._pages: OrderedDict[int, tuple[tuple[Any, ...], ...]] = OrderedDict()
        self._asked: set[int] = set()

    def show_dataset(self, card: "DatasetCard | None") -> None:
        """Show another dataset's rows."""
        self.beginResetModel()
        self._card = card
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() or self._card is None else self._card.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() or self._card is None else len(self._card.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._card is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self._card.columns[section].name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._card is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        page, row = divmod(index.row(), PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return "…"
        self._pages.move_to_end(page)
        cells = rows[row] if row < len(rows) else ()
        return say_cell(cells[index.column()]) if index.column() < len(cells) else ""

    def _alignment(self, column: int) -> int:
        is_number = self._card is not None and self._card.columns[column].kind == "number"
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _ask(self, page: int) -> None:
        if page in self._asked or self._card is None:
            return
        self._asked.add(page)
        id = self._card.id
        self._connection.call(
            lambda engine: engine.rows(id, page * PAGE, PAGE),
            lambda rows: self._on_rows(id, page, rows),
            lambda problems: self._on_refused(id, page),
            self,
        )

    def _on_rows(self, id: str, page: int, rows: "Rows") -> None:
        if self._card is None or self._card.id != id:
            return
        self._asked.discard(page)
        self._pages[page] = rows.rows
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, self.rowCount()) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _on_refused(self, id: str, page: int) -> None:
        """Ask again the next time somebody looks there."""
        if self._card is not None and self._card.id == id:
            self._asked.discard(page)


def say_cell(value: Any) -> str:
    """A cell in one line; an absent value is said as “–”."""
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case float():
            return figure(value) if value == value else "NaN"
        case _:
            text = " ".join(str(value).split())
            return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
