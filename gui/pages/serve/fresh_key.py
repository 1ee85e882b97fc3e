"""A secret as it is seen once, with a button that copies it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.code_view import CopyButton
from gui.widgets.label import Label


class FreshKey(QFrame):
    """Hidden until there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("level", "good")
        self.secret = Label("", "mono", wrap=True).set_selectable()
        self.copy = CopyButton(self.tr("copy"))
        line = QHBoxLayout()
        line.addWidget(self.secret, 1)
        line.addWidget(self.copy)
        words = self.tr(
            "Copy it now: it is shown only this once, and kept nowhere in a form that can be read."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addLayout(line)
        layout.addWidget(Label(words, "dim", wrap=True))
        self.hide()

    def show_secret(self, secret: str) -> None:
        self.secret.setText(secret)
        self.copy.set_copied(secret)
        self.show()
