"""The column at the left: the program's name, its pages with counts, and the engine's state at the foot."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.theme.fonts import words
from gui.widgets.button import Button
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.logo import Logo
from gui.widgets.stacked_bar import Dot

WIDTH = 188


class Navigation(QWidget):
    """``chosen`` tells the key of the entry that was pressed."""

    chosen = Signal(str)

    def __init__(self, entries: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a start for Tab that draws no ring
        self.setAccessibleName(self.tr("Navigation"))
        self._group = QButtonGroup(self)
        self._entries: dict[str, _Entry] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 18, 10, 12)
        layout.setSpacing(2)
        layout.addLayout(_name_of_the_program())
        layout.addSpacing(14)
        for key, title in entries:
            layout.addWidget(self._add(key, title))
        layout.addStretch(1)
        line = QFrame()
        line.setProperty("role", "separator")
        layout.addWidget(line)
        layout.addSpacing(8)
        self._foot = _Foot()
        layout.addWidget(self._foot)

    def set_current(self, key: str) -> None:
        """Light an entry without telling anybody."""
        if key in self._entries:
            self._entries[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        self._entries[key].set_count(count)

    def set_engine(self, colour: str, state: str, detail: str) -> None:
        self._foot.say(colour, state, detail)

    def _add(self, key: str, title: str) -> "_Entry":
        entry = _Entry(title)
        entry.setObjectName(f"nav:{key}")
        entry.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(entry)
        self._entries[key] = entry
        return entry


class _Entry(Button):
    def __init__(self, title: str) -> None:
        super().__init__(title, "navigation")
        self._title = title
        self.setCheckable(True)
        self.setAccessibleName(title)
        self._count = Label("", "count")
        self._count.setFixedHeight(19)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.addStretch(1)
        layout.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self._count.setText(str(count))
        self._count.setVisible(count > 0)
        self.setAccessibleName(f"{self._title}, {count}" if count else self._title)


class _Foot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._dot = Dot("faint")
        self._state = ElidedLabel("", "caption")
        self._detail = ElidedLabel("", "faint")
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addWidget(self._dot)
        line.addWidget(self._state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 4, 0)
        layout.setSpacing(1)
        layout.addLayout(line)
        layout.addWidget(self._detail)

    def say(self, colour: str, state: str, detail: str) -> None:
        self._dot.set_colour(colour)
        self._state.setText(state)
        self._detail.setText(detail)
        self.setAccessibleName(f"{state}, {detail}")


def _name_of_the_program() -> QHBoxLayout:
    name = Label("Modelyard")
    name.setFont(words(16, QFont.Weight.Bold))
    line = QHBoxLayout()
    line.setContentsMargins(10, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(Logo())
    line.addWidget(name, 1)
    return line
