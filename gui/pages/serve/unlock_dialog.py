"""Asks for the passphrase of an encrypted model; it is sent, and kept nowhere in the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.widgets.button import Button
from gui.widgets.label import Label

if TYPE_CHECKING:
    from gui.context import Context


class UnlockDialog(QDialog):
    """Closes once the endpoint has taken it."""

    def __init__(self, context: "Context", endpoint: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._endpoint, self._name = context, endpoint, name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unlock {0}").format(name))
        self.setMinimumWidth(420)
        words = self.tr("The model is decrypted in memory alone, and is locked again when the endpoint ends.")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText(self.tr("Passphrase"))
        self.line.setAccessibleName(self.tr("Passphrase"))
        self.line.setMaxLength(1024)
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self.yes, self.no = Button(self.tr("Unlock"), "primary"), Button(self.tr("Cancel"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        for widget in (Label(words, "dim", wrap=True), self.line, self.problem):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.yes.setEnabled(bool(text)))
        self.line.returnPressed.connect(self.unlock)
        self.yes.clicked.connect(self.unlock)
        self.no.clicked.connect(self.reject)
        self.line.setFocus()

    def unlock(self) -> None:
        endpoint, name, passphrase = self._endpoint, self._name, self.line.text()
        if not passphrase or not self.yes.isEnabled():
            return
        self.yes.setEnabled(False)
        self.problem.hide()
        self._context.connection.call(
            lambda engine: engine.unlock(endpoint, name, passphrase),
            lambda _: self.accept(),
            self._on_refused,
            receiver=self,
        )

    def _on_refused(self, problems: tuple) -> None:
        self.yes.setEnabled(True)
        self.line.selectAll()
        self.problem.setText(problem_line(problems[0]))
        self.problem.show()
