"""The keys of an endpoint: make one, copy it once, revoke."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.i18n.amounts import moment
from gui.widgets.button import Button
from gui.widgets.code_view import CopyButton
from gui.widgets.label import Label

if TYPE_CHECKING:
    from engine.schema.api import Key
    from gui.context import Context


class KeysDialog(QDialog):
    """``key_made`` tells the secret of a new key."""

    key_made = Signal(str)

    def __init__(self, context: "Context", endpoint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._endpoint = endpoint
        self.setWindowTitle(self.tr("Keys"))
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = self.tr(
            "A program that asks the endpoint shows one of these keys. A key can be seen only once, when it is made."
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("What the key is for"))
        self.name.setAccessibleName(self.tr("Name of the new key"))
        self.name.setMaxLength(80)
        self.make = Button(self.tr("Make a key"), "primary")
        self.make.clicked.connect(self._make)
        self.name.returnPressed.connect(self._make)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.make)
        self._fresh = QWidget()
        self.secret = Label("", "code", wrap=True).set_selectable()
        self.copy = CopyButton(self.tr("copy"))
        fresh = QHBoxLayout(self._fresh)
        fresh.setContentsMargins(0, 0, 0, 0)
        fresh.addWidget(self.secret, 1)
        fresh.addWidget(self.copy)
        self._fresh.hide()
        self._problem = Label("", "bad", wrap=True)
        self._problem.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(0, 1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        words = Label(text, "dim", wrap=True)
        words.setMinimumWidth(480)  # a wrapped label knows its height only once it knows its width
        layout.addWidget(words)
        layout.addLayout(self._grid)
        layout.addLayout(line)
        layout.addWidget(self._fresh)
        layout.addWidget(self._problem)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._refresh()

    def _refresh(self) -> None:
        endpoint = self._endpoint
        self._context.connection.call(lambda engine: engine.keys(endpoint), self._show, self._on_refused)

    def _show(self, keys: "list[Key]") -> None:
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        for row, key in enumerate(keys):
            made = moment(key.created)
            revoke = Button(self.tr("revoke"), "danger_link")
            revoke.setAccessibleName(self.tr("Revoke the key {0}").format(key.name))
            revoke.clicked.connect(lambda _=False, key=key.id: self._revoke(key))
            for column, widget in enumerate(
                (Label(key.name), Label(key.hint, "mono"), Label(made, "dim"), revoke)
            ):
                self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        self.adjustSize()

    def _make(self) -> None:
        endpoint, name = self._endpoint, self.name.text().strip() or "key"
        self._context.connection.call(
            lambda engine: engine.new_key(endpoint, name), self._on_made, self._on_refused
        )

    def _on_made(self, key: "Key") -> None:
        self.secret.setText(key.secret or "")
        self.copy.set_copied(key.secret or "")
        self._fresh.show()
        self.name.clear()
        self._problem.hide()
        self.key_made.emit(key.secret or "")
        self._refresh()

    def _revoke(self, key: str) -> None:
        endpoint = self._endpoint
        self._context.connection.call(
            lambda engine: engine.revoke_key(endpoint, key),
            lambda _: self._refresh(),
            self._on_refused,
            receiver=self,
        )

    def _on_refused(self, problems: tuple) -> None:
        self._problem.setText(problem_line(problems[0]))
        self._problem.show()
