"""A field to write a message in: Enter sends, Shift+Enter begins a line, and it grows with what is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.theme.tokens import CONTROL_HEIGHT
from gui.widgets.button import Button

_MOST_LINES = 8
_MARGIN = 24  # pixels above and below the lines
_LEAST_HEIGHT = CONTROL_HEIGHT + 8  # pixels: of one line


class Composer(QWidget):
    """``sent`` tells the text; while an answer is ``writing``, the button stops it."""

    sent = Signal(str)
    stopped = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = self._ready = False
        self.text = _MessageEdit()
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(placeholder)
        self.text.sent.connect(self._send)
        self.text.textChanged.connect(self._fit)
        self.button = Button("", "primary")
        self.button.setMinimumWidth(72)
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.text, 1)
        beside = QVBoxLayout()  # the middle of one line, the foot of several
        beside.setContentsMargins(0, 0, 0, (_LEAST_HEIGHT - CONTROL_HEIGHT) // 2)
        beside.addStretch(1)
        beside.addWidget(self.button)
        layout.addLayout(beside)
        self.set_state(ready=False, writing=False)
        self._fit()

    def set_state(self, ready: bool, writing: bool, why_not: str = "") -> None:
        """Whether a text can be sent now, and whether one is being answered."""
        self._ready, self._writing = ready, writing
        self.button.setText(self.tr("Stop") if writing else self.tr("Send"))
        self.button.setEnabled(ready or writing)
        self.button.setToolTip(why_not if not ready else "")

    def set_placeholder(self, text: str) -> None:
        self.text.setPlaceholderText(text)
        self.text.viewport().update()  # Qt paints the new one only with the next key

    def _on_clicked(self) -> None:
        if self._writing:
            self.stopped.emit()
        else:
            self._send()

    def _send(self) -> None:
        text = self.text.toPlainText()
        if text.strip() and self._ready and not self._writing:
            self.sent.emit(text)

    def _fit(self) -> None:
        lines = min(max(self.text.document().lineCount(), 1), _MOST_LINES)
        height = max(lines * self.text.fontMetrics().lineSpacing() + _MARGIN, _LEAST_HEIGHT)
        self.text.setFixedHeight(height)


class _MessageEdit(QPlainTextEdit):
    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)
