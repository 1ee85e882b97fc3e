"""Lays the cells of a form out in rows: several beside each other, each as wide as it asks for."""

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.forms.cell import FieldCell


class FieldGrid(QGridLayout):
    """Columns of equal width in ``within``. ``spans`` are how many of them a field takes, by its path; else a sixth."""

    def __init__(self, within: QWidget, columns: int, spans: Mapping[str, int]) -> None:
        super().__init__()
        self._columns, self._spans = columns, spans
        self._fillers = [QWidget(within) for _ in range(columns)]
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(14)
        self.setVerticalSpacing(10)
        for column in range(columns):
            self.setColumnStretch(column, 1)
            self.setColumnMinimumWidth(column, 1)

    def place(self, cells: Iterable[tuple[FieldCell, bool]], widening: int) -> int:
        """Show the cells that are to be shown, in this order, ``widening`` times as wide; returns how many."""
        row = column = shown = 0
        for cell, is_shown in cells:
            self.removeWidget(cell)
            if not is_shown:
                cell.hide()
                continue
            span = self._spans.get(cell.path, max(self._columns // 6, 1)) * widening
            span = min(span, self._columns)
            if column + span > self._columns:
                row, column = row + 1, 0
            self.addWidget(cell, row, column, 1, span)
            cell.show()
            column, shown = column + span, shown + 1
        self._hold_columns(shown > 0)
        return shown

    def _hold_columns(self, hold: bool) -> None:
        """Keep the columns in which no field begins: a grid takes their gaps away, and fields stand askew."""
        for column, filler in enumerate(self._fillers):
            self.removeWidget(filler)
            filler.setVisible(hold)
            if hold:
                self.addWidget(filler, 0, column)
                filler.lower()
