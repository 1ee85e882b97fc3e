"""One turn of a talk: its words on a ground of their own, and under them what it took."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.growing_text import GrowingText
from gui.widgets.label import Label

SHARE = {"user": 0.7, "assistant": 0.82, "wide": 1.0}  # of the width there is
_PADDING = 14


class Bubble(QWidget):
    """Sides: ``user`` stands at the right, ``assistant`` at the left, ``wide`` takes all the room."""

    grew = Signal()

    def __init__(self, side: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.text = GrowingText(name)
        self.text.height_changed.connect(self._on_height_changed)
        self._frame = QFrame()
        self._frame.setProperty("role", "bubble")
        self._frame.setProperty("side", side)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(_PADDING, 9, _PADDING, 9)
        inner.addWidget(self.text)
        self.caption = Label("", "faint", wrap=True)
        self.problem = Label("", "bad", wrap=True).set_selectable()
        line = QHBoxLayout()
        line.setSpacing(0)
        if side == "user":
            line.addStretch(1)
        line.addWidget(self._frame)
        if side != "user":
            line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(line)
        for label in (self.caption, self.problem):
            label.hide()
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)

    def set_caption(self, text: str) -> None:
        self.caption.setText(text)
        self.caption.setVisible(bool(text))

    def set_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self._frame.setVisible(not text or bool(self.text.toPlainText()))

    def fit(self, room: int) -> None:
        """Be as wide as the words want, within the share of ``room`` that a side has."""
        most = max(room * SHARE[self.side], 80)
        wanted = most if self.side == "wide" else self.text.natural_width(most - 2 * _PADDING) + 2 * _PADDING
        width = round(max(min(wanted, most), 48))
        if width != self._frame.width():
            self._frame.setFixedWidth(width)

    def _on_height_changed(self) -> None:
        height = self.text.height_of_text()
        if height != self.text.height():
            self.text.setFixedHeight(height)
        self.grew.emit()
