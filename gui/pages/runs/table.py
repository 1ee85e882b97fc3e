"""The table of runs: its columns' widths, how cells are drawn, and how it is sorted at first."""

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from gui.pages.runs.model import (
    CREATED,
    CURVE,
    DEVICES,
    MODEL,
    NAME,
    PROGRESS,
    SCORE,
    STATE,
    TASK,
    TIME,
)
from gui.widgets.cells import BadgeCell, MeterCell, NotedCell, SparkCell
from gui.widgets.folded_table import FoldedTable

_WIDTHS = {
    STATE: 104,
    NAME: 200,
    TASK: 106,
    MODEL: 96,
    PROGRESS: 76,
    SCORE: 142,  # a mean with its deviation whole
    CURVE: 62,
    TIME: 86,
    DEVICES: 74,
    CREATED: 92,
}


class RunsTable(FoldedTable):
    """Several rows can be chosen; knows no run, only a model's cells."""

    def __init__(self, model: QSortFilterProxyModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "", NAME, parent)
        self.setAccessibleName(self.tr("Runs"))
        for column, cell in (
            (STATE, BadgeCell),
            (NAME, NotedCell),
            (PROGRESS, MeterCell),
            (CURVE, SparkCell),
        ):
            self.setItemDelegateForColumn(column, cell(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.sortByColumn(CREATED, Qt.SortOrder.DescendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._arrange_header()

    def _arrange_header(self) -> None:
        header = self.header()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
