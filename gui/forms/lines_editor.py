"""Several texts, a line each: prompts have commas in them."""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.forms.editors import Editor

_LINES = 3  # that can be seen at once


class LinesEditor(Editor):
    """Empty lines count for nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.text = QPlainTextEdit()
        super().__init__(self.text, parent)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 16)
        self.text.setPlaceholderText(self.tr("one to a line"))
        self.text.textChanged.connect(self.changed)

    def value(self) -> list[str]:
        return [line.strip() for line in self.text.toPlainText().splitlines() if line.strip()]

    def set_value(self, value: Any) -> None:
        lines = [str(line) for line in value] if isinstance(value, list | tuple) else []
        if lines != self.value():
            with QSignalBlocker(self.text):
                self.text.setPlainText("\n".join(lines))
