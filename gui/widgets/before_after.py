"""A few rows before and after a change in one table: a changed cell says both, a row that went is struck through."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.i18n.amounts import figure, number
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION, mix

ROW_HEIGHT = 28
_LONGEST = 60  # characters of a value
_WIDEST = 320  # pixels of a column

Index = QModelIndex | QPersistentModelIndex
Row = Mapping[str, Any]


class BeforeAfter(QTableView):
    """As high as its rows; scrolls sideways alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Rows before and after"))
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_Tinted(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFont(words(CAPTION))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme().changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[int], before: Sequence[Row], after: Sequence[Row | None]) -> None:
        """``rows`` are numbers in the dataset from 0; ``after`` has None where the row went."""
        self._model.set_rows(rows, before, after)
        self.resizeColumnsToContents()
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + 12, _WIDEST))
        height = self.horizontalHeader().sizeHint().height() + len(rows) * ROW_HEIGHT
        self.setFixedHeight(height + self.horizontalScrollBar().sizeHint().height() + 2)


class _Tinted(QStyledItemDelegate):
    """Lays the cell's background below what the style draws, which leaves it out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        background = index.data(Qt.ItemDataRole.BackgroundRole)
        if background is not None:
            painter.fillRect(option.rect.adjusted(0, 0, -1, -1), background)
        super().paint(painter, option, index)


class _Rows(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Sequence[int] = ()
        self._before: Sequence[Row] = ()
        self._after: Sequence[Row | None] = ()
        self._names: list[str] = []

    def set_rows(self, rows: Sequence[int], before: Sequence[Row], after: Sequence[Row | None]) -> None:
        self.beginResetModel()
        self._rows, self._before, self._after = rows, before, after
        named = (name for row in (*before, *after) if row is not None for name in row)
        self._names = list(dict.fromkeys(named))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() or not self._rows else len(self._names) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return self.tr("Row")
        name = self._names[section - 1]
        if not any(name in row for row in self._before):
            return self.tr("{name} (new)").format(name=name)
        kept = [row for row in self._after if row is not None]
        if kept and not any(name in row for row in kept):
            return self.tr("{name} (goes)").format(name=name)
        return name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        went = self._after[index.row()] is None
        changed = index.column() > 0 and not went and self._is_changed(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(index, went, changed)
            case Qt.ItemDataRole.BackgroundRole if changed:
                tokens = theme().tokens
                return QBrush(QColor(mix(tokens.accent, tokens.panel, 0.22)))
            case Qt.ItemDataRole.ForegroundRole if went:
                return theme().colour("dim")
            case Qt.ItemDataRole.FontRole:
                return _font(changed, struck=went and index.column() > 0)
        return None

    def _text(self, index: Index, went: bool, changed: bool) -> str:
        if index.column() == 0:
            row = number(self._rows[index.row()] + 1)
            return self.tr("{row} · left out").format(row=row) if went else row
        name = self._names[index.column() - 1]
        before, after = self._before[index.row()], self._after[index.row()]
        if not changed or after is None:
            return _said(before.get(name))
        if name not in before:
            return _said(after[name])
        return f"{_said(before[name])} → {_said(after[name])}" if name in after else _said(before[name])

    def _is_changed(self, index: Index) -> bool:
        name = self._names[index.column() - 1]
        before, after = self._before[index.row()], self._after[index.row()] or {}
        return (name in before) != (name in after) or before.get(name) != after.get(name)


def _font(bold: bool, struck: bool) -> QFont:
    font = words(BODY, QFont.Weight.DemiBold if bold else QFont.Weight.Normal, tabular=True)
    font.setStrikeOut(struck)
    return font


def _said(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case float() | int():
            return figure(value, 6)
        case _:
            text = " ".join(str(value).split())
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
