"""Small questions before something that cannot be undone, and for a short text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.label import Label


class Question(QDialog):
    """One question, one button that does it, one that does not. The safe one has the focus."""

    def __init__(
        self, title: str, text: str, yes: str, dangerous: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(400)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 18, 20, 16)
        self.body.setSpacing(10)
        heading = Label(title, "heading", wrap=True)
        self.body.addWidget(heading)
        if text:
            self.body.addWidget(Label(text, "dim", wrap=True))
        self.yes = Button(yes, "danger" if dangerous else "primary")
        self.no = Button(self.tr("Cancel"))
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        self.content = QVBoxLayout()
        self.body.addLayout(self.content)
        self.body.addSpacing(4)
        self.body.addLayout(buttons)
        QWidget.setTabOrder(self.no, self.yes)  # now that both are in it
        if dangerous:
            self.no.setDefault(True)
            self.no.setFocus()
        else:
            self.yes.setDefault(True)

    def add_check(self, text: str) -> QCheckBox:
        box = QCheckBox(text)
        self.content.addWidget(box)
        return box

    def add_line(self, text: str, name: str, longest: int = 80) -> QLineEdit:
        """A line to write in; an empty one cannot be accepted."""
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setMaxLength(longest)
        line.selectAll()
        line.textChanged.connect(lambda now: self.yes.setEnabled(bool(now.strip())))
        self.content.addWidget(line)
        line.setFocus()
        return line
