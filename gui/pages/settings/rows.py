"""Lines of a settings card: what it is at the left, the control or the value at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.theme.fonts import mono
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label


class Rows(QWidget):
    """A grid of name and control."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, 150)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, control: QWidget) -> QWidget:
        """A control, as wide as it wants to be."""
        row = self._grid.rowCount()
        label = Label(name, "dim")
        label.setBuddy(control)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)
        return control

    def add_text(self, name: str, text: str) -> Label:
        """A value of several lines."""
        row = self._grid.rowCount()
        label = Label(text, wrap=True).set_selectable()
        label.setAccessibleName(name)
        self._grid.addWidget(Label(name, "dim"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        return label

    def add_value(self, name: str, value: str = "", code: bool = False) -> Label:
        """A value to read, and to copy."""
        row = self._grid.rowCount()
        label = ElidedLabel(value, mode=Qt.TextElideMode.ElideMiddle)
        label.set_selectable()
        label.setAccessibleName(name)
        if code:
            label.setFont(mono())
        self._grid.addWidget(Label(name, "dim"), row, 0)
        self._grid.addWidget(label, row, 1)
        return label
