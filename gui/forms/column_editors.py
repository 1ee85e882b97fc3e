"""Editors of columns: one of a dataset's columns, or several of them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engine.schema.card import Column
from gui.forms.editors import Editor, QuietComboBox
from gui.widgets.button import Button


class ColumnEditor(Editor):
    """One column of the dataset."""

    def __init__(self, optional: bool = False, parent: QWidget | None = None) -> None:
        self.combo = QuietComboBox()
        super().__init__(self.combo, parent)
        self._optional = optional
        self.set_columns(())
        self.combo.activated.connect(self.changed)

    def set_columns(self, columns: Sequence[Column], optional: bool | None = None) -> None:
        """Offer these columns, and none where that is allowed; the present one stays, even when the dataset lacks it, so
        that the check can say so."""
        before = self.value()
        self._optional = self._optional if optional is None else optional
        self.combo.clear()
        if self._optional:
            self.combo.addItem(self.tr("none"), None)
        for column in columns:
            self.combo.addItem(column.name, column.name)
            self.combo.setItemData(self.combo.count() - 1, column.kind, Qt.ItemDataRole.ToolTipRole)
        self.set_value(before)

    def value(self) -> str | None:
        return self.combo.currentData() or None

    def set_value(self, value: Any) -> None:
        index = self.combo.findData(value)
        if index < 0 and value:
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(max(index, 0) if self._optional else index)


class ColumnsEditor(Editor):
    """Several columns, picked from a list that opens below.

    ``everything`` is the value that stands for all of them, called ``all_words``; where nothing does (``no_all``) the
    list begins with nothing ticked.
    """

    def __init__(
        self,
        everything: Any = None,
        all_words: str = "",
        no_all: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.button = Button("")
        self.button.setStyleSheet("text-align: left;")
        super().__init__(self.button, parent)
        self._everything, self._no_all = everything, no_all
        self._all_words = all_words or self.tr("all others")
        self._columns: tuple[Column, ...] = ()
        self._picked: list[str] | None = None
        self._without = ""
        self._list = _ColumnList(self)
        self._list.picked.connect(self._on_picked)
        self.button.clicked.connect(self._open)
        self._say()

    def set_columns(self, columns: Sequence[Column], without: str = "", no_all: bool | None = None) -> None:
        """Offer these columns except the one that is predicted."""
        self._columns, self._without = tuple(columns), without
        if no_all is not None and no_all != self._no_all:
            self._no_all = no_all
            self.set_value(self._picked)
        self._say()

    def value(self) -> list[str] | None:
        return self._everything if self._picked is None else self._picked

    def set_value(self, value: Any) -> None:
        """Show these columns; ``everything``, or what is no list, shows all."""
        named = isinstance(value, list | tuple) and (self._no_all or value != self._everything)
        self._picked = [str(name) for name in value] if named else ([] if self._no_all else None)
        self._say()

    def _names(self) -> list[str]:
        return [column.name for column in self._columns if column.name != self._without]

    def _open(self) -> None:
        known = self._names()
        names = [*known, *(name for name in self._picked or () if name not in known)]
        self._list.show_names(names, names if self._picked is None else self._picked)
        self._list.setMinimumWidth(max(self.button.width(), 220))
        self._list.move(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))
        self._list.show()

    def _on_picked(self, names: list[str]) -> None:
        means_all = not self._no_all and (names == self._names() or names == self._everything)
        self._picked = None if means_all else names
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self._picked is None:
            count = len(self._names())
            text = f"{self._all_words} ({count})" if count else self._all_words
        else:
            text = ", ".join(self._picked) or self.tr("no column")
        shown = text if len(text) <= 24 else self.tr("{count} columns").format(count=len(self._picked or ()))
        self.button.setText(shown)
        self.button.setToolTip(text)


class _ColumnList(QFrame):
    """A list with boxes to tick and a line to search; says every change at once."""

    picked = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "toast")
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search columns"))
        self._search.setAccessibleName(self.tr("Search columns"))
        self._search.textChanged.connect(self._on_searched)
        self._all = Button(self.tr("All or none"), "link")
        self._all.clicked.connect(self._on_all)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Columns"))
        self._list.itemChanged.connect(self._on_item_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self._search, self._list, self._all):
            layout.addWidget(widget)

    def show_names(self, names: Sequence[str], ticked: Sequence[str]) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for name in names:
            item = QListWidgetItem(name, self._list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._search.clear()
        self._search.setVisible(len(names) > 12)
        self._list.setFocus()

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _ticked(self) -> list[str]:
        return [item.text() for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _on_item_changed(self) -> None:
        self.picked.emit(self._ticked())

    def _on_all(self) -> None:
        state = (
            Qt.CheckState.Unchecked if len(self._ticked()) == self._list.count() else Qt.CheckState.Checked
        )
        self._list.blockSignals(True)
        for item in self._items():
            item.setCheckState(state)
        self._list.blockSignals(False)
        self.picked.emit(self._ticked())

    def _on_searched(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.casefold() not in item.text().casefold())
