"""Something a person must know: what, why, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.sign import Sign


class Notice(QFrame):
    """Levels: error, warning, good, info, and open: something stands open to others. ``action`` names a button; ``acted`` tells that it was pressed."""

    acted = Signal()

    def __init__(
        self,
        what: str = "",
        why: str = "",
        what_to_do: str = "",
        level: str = "info",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._sign = Sign(level)
        self._what = Label("", "heading", wrap=True, parent=self).set_selectable()
        self._why = Label("", "", wrap=True, parent=self).set_selectable()
        self._what_to_do = Label("", "dim", wrap=True, parent=self).set_selectable()
        self._action = Button("", parent=self)
        self._action.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._what, self._why, self._what_to_do):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(10)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._layout = layout
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(what, why, what_to_do, level, action)

    def say(
        self, what: str, why: str = "", what_to_do: str = "", level: str = "info", action: str = ""
    ) -> None:
        """Say something else."""
        for label, text in ((self._what, what), (self._why, why), (self._what_to_do, what_to_do)):
            label.setText(text)
            label.setVisible(bool(text))
        alone = (
            not why and not what_to_do
        )  # a line beside a button stands in its middle, and the sign with it
        place = Qt.AlignmentFlag.AlignVCenter if alone else Qt.AlignmentFlag.AlignTop
        self._layout.setAlignment(self._sign, place)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._sign.set_level("error" if level == "open" else level)
        self.setProperty("level", level)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(" ".join(text for text in (what, why, what_to_do) if text))
