"""Small rounded buttons: devices to pick, and choices that open as a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.theme.theme import theme
from gui.widgets.button import Button

_MARK = 3.0  # radius of the dot that marks a chip


class Chip(Button):
    """A rounded toggle; checked means picked. A mark is a dot at its right, and words of its tooltip."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent)
        self._marked = False
        self.setCheckable(True)
        theme().changed.connect(self.update)

    def set_mark(self, marked: bool) -> None:
        """Draw the dot, or take it away."""
        if marked != self._marked:
            self._marked = marked
            self.setProperty("marked", marked)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._marked:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("warning"))
            painter.drawEllipse(QPointF(self.width() - 11.5, self.height() / 2), _MARK, _MARK)


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
