"""One of the few numbers a page is about: caption above, value with its unit below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.theme.fonts import key_number
from gui.widgets.label import Label


class KeyNumber(QWidget):
    """``caption`` may be empty; ``width`` keeps what stands beside it still. ``note`` is a word after the unit, such as “best”."""

    def __init__(
        self,
        caption: str = "",
        value: str = "–",
        unit: str = "",
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setMinimumWidth(width)
        self._caption = Label(caption, "caption", parent=self)
        self._caption.setVisible(bool(caption))
        self._value = Label(value)
        self._value.setFont(key_number())
        self._unit = Label(unit, "caption")
        self._note = Label("", "good")
        line = QHBoxLayout()
        line.setSpacing(4)
        for part in (self._value, self._unit, self._note):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self._caption)
        layout.addLayout(line)
        self._name()

    def set_value(self, value: str, unit: str | None = None) -> None:
        self._value.setText(value)
        if unit is not None:
            self._unit.setText(unit)
        self._name()

    def set_caption(self, text: str) -> None:
        self._caption.setText(text)
        self._caption.setVisible(bool(text))
        self._name()

    def set_note(self, text: str, role: str = "good") -> None:
        self._note.setText(text)
        self._note.set_role(role)
        self._name()

    def _name(self) -> None:
        parts = (self._caption.text(), self._value.text(), self._unit.text(), self._note.text())
        self.setAccessibleName(" ".join(part for part in parts if part))
