"""How far a job is: words at the left, what is left at the right, and a bar below them in the colour of its state."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar

_COLOUR_OF_STATE = {"finished": "good", "failed": "bad", "stopped": "dim", "paused": "warning"}


class ProgressLine(QWidget):
    """``words`` and ``left`` are written by whoever knows the job."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("").set_tabular()  # the numbers beside it keep their room
        self.left = Label("", "dim").set_tabular()
        self._bar = MeterBar(0.0, name=self.tr("Progress"))
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._bar)
        column.addStretch(1)

    def set_share(self, share: float | None, state: str) -> None:
        """Fill the bar to this share, 0…1, of a job in this state."""
        self._bar.set_share(share, _COLOUR_OF_STATE.get(state, "accent"))
