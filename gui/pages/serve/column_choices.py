"""Which column of a file each input of a model is taken from."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.forms.editors import QuietComboBox
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.page import Scrolled

_ROWS_SEEN = 4
_ROW = 40  # pixels


class ColumnChoices(Scrolled):
    """``chosen`` tells an input and the column that a person picked for it, or None."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QuietComboBox] = {}
        self._columns: tuple[str, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)
        self.hide()

    def show_mapping(self, mapping: Mapping[str, str | None], columns: Sequence[str], editable: bool) -> None:
        if list(self.boxes) != list(mapping) or self._columns != tuple(columns):
            self._rebuild(list(mapping), columns)
        for name, box in self.boxes.items():
            box.setCurrentIndex(box.findData(mapping[name]))
            box.setEnabled(editable)
        rows = (len(self.boxes) + 1) // 2
        self.setVisible(bool(self.boxes))
        self.setFixedHeight(min(rows, _ROWS_SEEN) * _ROW + 4)

    def _rebuild(self, names: Sequence[str], columns: Sequence[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        self._columns = tuple(columns)
        self.boxes = {name: self._box(name, columns) for name in names}
        for place, (name, box) in enumerate(self.boxes.items()):
            row, side = place // 2, 2 * (place % 2)
            label = ElidedLabel(name, "dim")
            label.setMinimumWidth(90)
            self._grid.addWidget(label, row, side)
            self._grid.addWidget(box, row, side + 1)

    def _box(self, name: str, columns: Sequence[str]) -> QuietComboBox:
        box = QuietComboBox()
        box.setAccessibleName(self.tr("Column for {0}").format(name))
        box.addItem(self.tr("– not in the file –"), None)
        for column in columns:
            box.addItem(column, column)
        box.activated.connect(lambda _: self.chosen.emit(name, box.currentData()))
        return box
