"""Text in a fixed-width face with a button that copies it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.theme.fonts import mono
from gui.widgets.button import Button


class CopyButton(Button):
    """Copies what it is given, and says so for a moment."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "link", parent)
        self._word = text or self.tr("copy")
        self._copied = ""
        self.setText(self._word)
        self.setAccessibleName(self.tr("Copy"))
        self._back = QTimer(self, singleShot=True, interval=1500)
        self._back.timeout.connect(lambda: self.setText(self._word))
        self.clicked.connect(self._copy)

    def set_copied(self, text: str) -> None:
        self._copied = text
        self.setEnabled(bool(text))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)
        self.setText(self.tr("copied"))
        self._back.start()


class CodeView(QWidget):
    """``set_code`` shows text as it is; ``code`` is what the button copies."""

    def __init__(self, name: str = "", wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(mono())
        self.text.setProperty("role", "code")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name or self.tr("Code"))
        mode = QPlainTextEdit.LineWrapMode.WidgetWidth if wrap else QPlainTextEdit.LineWrapMode.NoWrap
        self.text.setLineWrapMode(mode)
        self.copy = CopyButton()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)

    @property
    def code(self) -> str:
        return self.text.toPlainText()

    def set_code(self, code: str) -> None:
        if code != self.code:
            self.text.setPlainText(code)
        self.copy.set_copied(code)
