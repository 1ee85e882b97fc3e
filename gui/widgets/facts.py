"""Names and values in two columns; values can be marked and copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.widgets.label import Label


class Facts(QWidget):
    """``set_rows`` replaces what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._rows: Sequence[tuple[str, str]] = ()

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        if list(rows) == list(self._rows):
            return
        self._rows = list(rows)
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        for number, (name, value) in enumerate(rows):
            self._grid.addWidget(Label(name, "dim"), number, 0, Qt.AlignmentFlag.AlignTop)
            shown = Label(value, wrap=True).set_selectable()
            shown.setMinimumWidth(60)  # else one long path would set the width of the window
            self._grid.addWidget(shown, number, 1)
