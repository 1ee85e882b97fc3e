"""Work that is under way: what, a bar, how fast and how long still, and a button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar


class ProgressCard(Card):
    """``cancelled`` tells that the button was pressed."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name, self._words = ElidedLabel("", "heading"), Label("", "dim").set_tabular()
        self.cancel = Button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self._bar = MeterBar(name="")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._name, 1)
        line.addWidget(self._words)
        line.addWidget(self.cancel)
        self.add_layout(line)
        self.add(self._bar)

    def show_progress(self, name: str, words: str, share: float | None, can_cancel: bool = True) -> None:
        """``share`` is 0…1; None while it is not known."""
        self._name.setText(name)
        self._words.setText(words)
        self._bar.set_share(share)
        self.cancel.setEnabled(can_cancel)
        self.setAccessibleName(f"{name}: {words}")
