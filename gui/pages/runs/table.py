"""The table of runs: its columns' widths, how cells are drawn, and how it is sorted at first."""

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from gui.pages.runs.model import (
    CREATED,
    CURVE,
    DEVICES,
    LOSS,
    MODEL,
    NAME,
    PROGRESS,
    STATE,
    TASK,
    TIME,
)
from gui.widgets.cells import ID, BadgeCell, MeterCell, SparkCell
from gui.widgets.list_table import ListTable

_WIDTHS = {
    STATE: 104,
    NAME: 200,
    PROGRESS: 76,
    LOSS: 84,  # 6.05e-4 whole
    CURVE: 84,
    TIME: 108,
    DEVICES: 74,
    CREATED: 92,
}


class RunsTable(ListTable):
    """Several rows can be chosen; knows no run, only a model's cells."""

    def __init__(self, model: QSortFilterProxyModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "", parent=parent)
        self.setAccessibleName(self.tr("Runs"))
        for column, cell in ((STATE, BadgeCell), (PROGRESS, MeterCell), (CURVE, SparkCell)):
            self.setItemDelegateForColumn(column, cell(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.sortByColumn(CREATED, Qt.SortOrder.DescendingOrder)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._arrange_header()

    def chosen_ids(self) -> list[str]:
        return [index.data(ID) for index in self.selectionModel().selectedRows()]

    def _arrange_header(self) -> None:
        header = self.horizontalHeader()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (TASK, MODEL):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
