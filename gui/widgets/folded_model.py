"""A list whose rows may have rows folded beneath them, one level deep, as a model for a tree view.

Knows keys alone: which item a row is, and which one it lies beneath. A subclass says in ``cell`` what is shown.
"""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class FoldedModel(QAbstractItemModel):
    """Rows in the order they came; a proxy sorts. What lies beneath an item that is not there yet waits for it."""

    right: tuple[int, ...] = ()  # columns of numbers

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._tops: list[Any] = []
        self._beneath: dict[str, list[Any]] = {}
        self._rows: dict[str, int] = {}  # key -> row among its siblings
        self._numbers: dict[str, int] = {}  # key of a top -> what indexes beneath it carry, from 1 on
        self._keys: list[str] = []

    # --- what a subclass says

    def key_of(self, item: Any) -> str:
        raise NotImplementedError

    def above_of(self, item: Any) -> str | None:
        """Key of the item that this one lies beneath."""
        raise NotImplementedError

    def cell(self, item: Any, column: int, role: int) -> Any:
        """What a cell shows in a role."""
        raise NotImplementedError

    # --- items

    def set_items(self, items: Iterable[Any]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        self._tops, self._beneath, self._rows = [], {}, {}
        for item in items:
            self._append(item)
        self.endResetModel()

    def put(self, item: Any) -> None:
        """Show an item anew, or for the first time."""
        siblings, above = self._siblings(item), self._index_above(item)
        row = self._rows.get(self.key_of(item))
        if row is not None:
            siblings[row] = item
            if above is not None:
                self.dataChanged.emit(
                    self.index(row, 0, above), self.index(row, len(self._titles) - 1, above)
                )
        elif above is None:
            self._append(item)
        else:
            self.beginInsertRows(above, len(siblings), len(siblings))
            self._append(item)
            self.endInsertRows()

    def remove(self, key: str) -> None:
        found = self._find(key)
        if found is None:
            return
        siblings, above, row = found
        if above is not None:
            self.beginRemoveRows(above, row, row)
        del siblings[row], self._rows[key]
        self._rows |= {self.key_of(item): number for number, item in enumerate(siblings)}
        if above is not None:
            self.endRemoveRows()

    def item(self, index: Index) -> Any:
        return self._list_at(index.internalId())[index.row()]

    def beneath(self, key: str) -> list[Any]:
        """The items that lie beneath one."""
        return self._beneath.get(key, [])

    def _append(self, item: Any) -> None:
        siblings = self._siblings(item)
        self._rows[self.key_of(item)] = len(siblings)
        siblings.append(item)

    def _siblings(self, item: Any) -> list[Any]:
        above = self.above_of(item)
        return self._tops if above is None else self._beneath.setdefault(above, [])

    def _index_above(self, item: Any) -> QModelIndex | None:
        """None while the item above is not there."""
        above = self.above_of(item)
        if above is None:
            return QModelIndex()
        return self._top_index(above) if above in self._rows else None

    def _find(self, key: str) -> tuple[list[Any], QModelIndex | None, int] | None:
        row = self._rows.get(key)
        if row is None:
            return None
        lists = (self._tops, *self._beneath.values())
        siblings = next(each for each in lists if row < len(each) and self.key_of(each[row]) == key)
        return siblings, self._index_above(siblings[row]), row

    # --- Qt's questions

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        above = self.key_of(self._tops[parent.row()]) if parent.isValid() else None
        return self.createIndex(row, column, self._number(above) if above is not None else 0)

    def parent(self, index: Index) -> QModelIndex:
        number = index.internalId() if index.isValid() else 0
        return self._top_index(self._keys[number - 1]) if number else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._tops)
        if parent.internalId() or parent.column():
            return 0
        return len(self._beneath.get(self.key_of(self._tops[parent.row()]), ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        return self.cell(self.item(index), index.column(), role)

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _number(self, key: str) -> int:
        if key not in self._numbers:
            self._keys.append(key)
            self._numbers[key] = len(self._keys)
        return self._numbers[key]

    def _list_at(self, number: int) -> list[Any]:
        return self._beneath[self._keys[number - 1]] if number else self._tops

    def _top_index(self, key: str) -> QModelIndex:
        return self.createIndex(self._rows[key], 0, 0)
