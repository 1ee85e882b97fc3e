"""A dataset's rows as a table: they come in pages from the engine, as one looks at them. No widgets."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.i18n.amounts import figure, size
from gui.state.conversation import turns_of
from gui.state.thumbnails import Cell, Thumbnails

if TYPE_CHECKING:
    from engine.schema.api import Rows
    from engine.schema.card import DatasetCard
    from gui.client.connection import Connection

PAGE = 200  # rows asked for at once
KEPT = 40  # pages kept, oldest use goes first
IN_FLIGHT = 2  # of the four threads that ask the engine
WANTED = 4  # pages that wait; a person who scrolls on no longer needs the oldest
DIGITS = 10  # of a number
LONGEST = 300  # characters of a cell
TURNS_ROLE = Qt.ItemDataRole.UserRole  # of a conversation: (who, what) of each turn, for delegates

Index = QModelIndex | QPersistentModelIndex
Row = tuple[Any, ...]


class DatasetRows(QAbstractTableModel):
    """Rows of one dataset, fetched where a person looks; a cell that is on its way says “…”."""

    def __init__(
        self,
        connection: "Connection",
        parent: QObject | None = None,
        thumbnails: Thumbnails | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._thumbnails = thumbnails
        self._card: DatasetCard | None = None
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        if thumbnails:
            thumbnails.came.connect(self._on_picture)

    def show_dataset(self, card: "DatasetCard | None") -> None:
        """Show another dataset's rows."""
        self.beginResetModel()
        self._card = card
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The values of a row; None while it is on its way."""
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else ()

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
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                row = self.row(index.row())
                if row is None:
                    return "…"
                kind = self._card.columns[index.column()].kind
                return say_cell(row[index.column()], kind) if index.column() < len(row) else ""
            case Qt.ItemDataRole.DecorationRole if self._card.columns[index.column()].kind == "image":
                return self._picture(index)
            case _ if role == TURNS_ROLE and self._card.columns[index.column()].kind == "messages":
                row = self.row(index.row())
                return turns_of(row[index.column()]) if row else None
        return None

    def _picture(self, index: Index) -> Any:
        if self._thumbnails is None or self._card is None:
            return None
        return self._thumbnails.image(
            Cell(self._card.id, index.row(), self._card.columns[index.column()].name)
        )

    def _alignment(self, column: int) -> int:
        is_number = self._card is not None and self._card.columns[column].kind == "number"
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted = [*self._wanted, page][-WANTED:]
        self._send()

    def _send(self) -> None:
        """What was looked at last comes first."""
        while self._wanted and len(self._asked) < IN_FLIGHT and self._card is not None:
            self._ask(self._wanted.pop(), self._card.id)

    def _ask(self, page: int, id: str) -> None:
        self._asked.add(page)
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
        self._send()

    def _on_refused(self, id: str, page: int) -> None:
        """Ask again the next time somebody looks there."""
        if self._card is not None and self._card.id == id:
            self._asked.discard(page)
            self._send()

    def _on_picture(self, cell: Cell) -> None:
        if self._card is None or cell.dataset != self._card.id or cell.row >= self.rowCount():
            return
        names = [column.name for column in self._card.columns]
        if cell.column in names:
            index = self.index(cell.row, names.index(cell.column))
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


def say_cell(value: Any, kind: str = "") -> str:
    """A cell in one line; an absent value is said as “–”."""
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case float():
            return figure(value, DIGITS) if value == value else "NaN"
        case {"bytes": count}:  # of an image
            return size(count)
        case _ if kind == "messages":
            return _cut(" · ".join(f"{turn.role}: {turn.text}" for turn in turns_of(value)))
        case _:
            return _cut(str(value))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
