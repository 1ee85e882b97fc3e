"""Small rounded buttons: devices to pick, and choices that open as a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gui.widgets.button import Button


class Chip(Button):
    """A rounded toggle; checked means picked."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent)
        self.setCheckable(True)


class ChoiceChip(Button):
    """A chip that opens a menu of ``(value, text)`` pairs; ``chosen`` tells that a person picked one."""

    chosen = Signal(object)

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("", "chip", parent)
        self._title, self._note = title, ""
        self._menu, self._group = QMenu(self), QActionGroup(self)
        self._actions = {value: self._add(value, text) for value, text in choices}
        self.setMenu(self._menu)
        self.setProperty("menu", True)
        self.setAccessibleName(title)
        self.set_value(next(iter(self._actions), ""))

    @property
    def value(self) -> str:
        return next((value for value, action in self._actions.items() if action.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose without telling anybody."""
        if value in self._actions:
            self._actions[value].setChecked(True)
        self._say()

    def set_note(self, note: str) -> None:
        """A figure after the choice, such as how many rows it touches."""
        self._note = note
        self._say()

    def _add(self, value: str, text: str) -> QAction:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        self._group.addAction(action)
        action.triggered.connect(lambda: self._on_triggered(value))
        return action

    def _on_triggered(self, value: str) -> None:
        self._say()
        self.chosen.emit(value)

    def _say(self) -> None:
        chosen = self._group.checkedAction()
        text = f"{self._title}: {chosen.text()}" if chosen else self._title
        self.setText(f"{text} · {self._note}" if self._note else text)
        self.setAccessibleDescription(self.text())
