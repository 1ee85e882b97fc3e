"""A table of plain row objects: sorted by a click, walked by keyboard, figures at the right, actions at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.theme.fonts import mono, words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION
from gui.widgets.tip import plain_tip

ROW_ROLE = Qt.ItemDataRole.UserRole  # the row object itself, for delegates
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
DOT_ROLE = Qt.ItemDataRole.UserRole + 2
ROW_HEIGHT = 34

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column. ``text`` says a row's cell; ``sort`` gives what it is ordered by (the text when None)."""

    key: str
    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    right: bool = False  # numbers
    mono: bool = False  # ids, paths
    stretch: bool = False  # takes what width is left; one a table
    width: int | None = None  # pixels; by content when None
    dot: Callable[[Any], str | None] | None = None  # colour token of a dot before the text
    colour: Callable[[Any], str | None] | None = None  # colour token of the text
    action: bool = False  # the text is a button; pressing it tells ``acted``
    tip: Callable[[Any], str] | None = None
    delegate: QStyledItemDelegate | None = None  # paints the cell itself; reads the row at ROW_ROLE


class RowsModel(QAbstractTableModel):
    """Rows with keys; new rows with the same keys are changes, so selection and place stay."""

    def __init__(
        self, columns: Sequence[Column], key: Callable[[Any], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[Any] = []
        self._key = key
        self._keys: list[Any] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        keys = [self._key(row) for row in rows]
        if keys == self._keys:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self._drop_missing(set(keys))
        self._follow(list(rows), keys)

    def _drop_missing(self, keys: set[Any]) -> None:
        for place in reversed(range(len(self._keys))):
            if self._keys[place] not in keys:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place], self._keys[place]
                self.endRemoveRows()

    def _follow(self, rows: list[Any], keys: list[Any]) -> None:
        """What is left is a part of ``keys``: reorder it and put in the new ones."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        place_of = {key: place for place, key in enumerate(keys)}
        new = [self.createIndex(place_of[self._keys[index.row()]], index.column()) for index in old]
        self.rows, self._keys = rows, keys
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def key_at(self, row: int) -> Any:
        return self._keys[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = self.columns[index.column()], self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole if column.mono or column.right:
                return mono() if column.mono else words(BODY, tabular=True)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(column, row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(column.tip(row)) if column.tip else None
            case _ if role == ROW_ROLE:
                return row
            case _ if role == SORT_ROLE:
                return column.sort(row) if column.sort else column.text(row).casefold()
            case _ if role == DOT_ROLE:
                return column.dot(row) if column.dot else None
        return None

    @staticmethod
    def _ink(column: Column, row: Any) -> QColor | None:
        token = column.colour(row) if column.colour else ("accent" if column.action else None)
        return theme().colour(token) if token else None


class _Sorted(QSortFilterProxyModel):
    """Unknown values stand last, whichever way the column is sorted."""

    def lessThan(self, left: Index, right: Index) -> bool:
        a, b = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if a is None or b is None:
            return (a is not None) == (self.sortOrder() == Qt.SortOrder.AscendingOrder) and a is not b
        return a < b


class _Cell(QStyledItemDelegate):
    """Draws the dot before a text; leaves the rest to the style."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        dot = index.data(DOT_ROLE)
        option.textElideMode = Qt.TextElideMode.ElideRight
        if dot is None:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(dot))
        middle = option.rect.center().y()
        painter.drawEllipse(QRectF(option.rect.left() + 8, middle - 3.5, 8, 8))
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(DOT_ROLE) is not None:
            option.text = "\u2003 " + option.text  # room for the dot


class DataTable(QTableView):
    """``opened`` (Enter, double click) tells the row; ``acted`` tells the row and the action column's key."""

    opened = Signal(object)
    acted = Signal(object, str)
    selection_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Any], Any],
        name: str = "",
        multiple: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns, key, self)
        self.proxy = _Sorted(self)
        self.proxy.setSourceModel(self.rows_model)
        self.setModel(self.proxy)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cell(self))
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self._arrange_header()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        theme().changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; those with a known key stay where and as selected as they are."""
        self.rows_model.set_rows(rows)

    def row_objects(self) -> list[Any]:
        """The rows in the order they are shown."""
        return [self.proxy.index(place, 0).data(ROW_ROLE) for place in range(self.proxy.rowCount())]

    def selected(self) -> list[Any]:
        """The chosen rows, top first."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(ROW_ROLE) for index in indexes]

    def select(self, key: Any) -> None:
        """Choose the row with this key, if it is there."""
        for place in range(self.rows_model.rowCount()):
            if self.rows_model.key_at(place) == key:
                self.selectRow(self.proxy.mapFromSource(self.rows_model.index(place, 0)).row())

    def sort_by(self, key: str, descending: bool = False) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortingEnabled(True)
        self.sortByColumn([column.key for column in self.rows_model.columns].index(key), order)

    def set_sortable(self) -> None:
        """Let the header sort; the order of the rows stays until it is pressed."""
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def content_height(self) -> int:
        """Height at which all rows show without scrolling."""
        return self.horizontalHeader().sizeHint().height() + self.proxy.rowCount() * ROW_HEIGHT + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._press(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._action_at(index):
            self._press(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._show_cursor(event.position().toPoint())

    def _press(self, index: QModelIndex) -> None:
        row, key = index.data(ROW_ROLE), self._action_at(index)
        if key:
            self.acted.emit(row, key)
        else:
            self.opened.emit(row)

    def _action_at(self, index: QModelIndex) -> str:
        column = self.rows_model.columns[index.column()]
        return column.key if column.action and column.text(index.data(ROW_ROLE)) else ""

    def _show_cursor(self, position: QPoint) -> None:
        index = self.indexAt(position)
        pressable = index.isValid() and bool(self._action_at(index))
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        )

    def _arrange_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFont(words(CAPTION))
        for place, column in enumerate(self.rows_model.columns):
            header.setSectionResizeMode(place, _resize_mode(column))
            if column.width is not None:
                self.setColumnWidth(place, column.width)
            if column.delegate is not None:
                self.setItemDelegateForColumn(place, column.delegate)


def _resize_mode(column: Column) -> QHeaderView.ResizeMode:
    if column.stretch:
        return QHeaderView.ResizeMode.Stretch
    return QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.ResizeToContents


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right or column.action else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
