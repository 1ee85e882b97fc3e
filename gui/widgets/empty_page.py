"""What an empty screen says: what will be here, and the first step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.label import Label

_WIDTH = 440  # of the text


class EmptyPage(QWidget):
    """``acted`` tells that the button was pressed; without ``button`` there is none."""

    acted = Signal()

    def __init__(self, title: str, text: str = "", button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(title, "title")
        self._text = Label(text, "dim", wrap=True)
        self.button = Button(button, "primary", self)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.acted)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.say(title, text)

    def say(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.ensurePolished()  # the style sheet's font, before it is measured
        self._text.setMinimumHeight(self._text.heightForWidth(_WIDTH))  # stacked pages do not ask for it
