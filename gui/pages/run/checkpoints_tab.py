"""The checkpoints of a run on the disk."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from gui.i18n.amounts import size
from gui.widgets.card import Card
from gui.widgets.chart_axis import thousands
from gui.widgets.item_model import ItemModel
from gui.widgets.label import Label
from gui.widgets.list_table import ListTable

if TYPE_CHECKING:
    from engine.schema.api import CheckpointRow
    from gui.context import Context


class CheckpointsModel(ItemModel):
    """Newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = (
            self.tr("Checkpoint"),
            self.tr("Step"),
            self.tr("Size"),
            self.tr("Saved"),
            self.tr("State"),
        )

    def set_rows(self, rows: "list[CheckpointRow]") -> None:
        self.set_items(sorted(rows, key=lambda row: row.step, reverse=True))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self._items[index.row()]
        match index.column():
            case 0:
                return row.name
            case 1:
                return thousands(row.step)
            case 2:
                return size(row.bytes)
            case 3:
                return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(row.created))
            case _:
                return self.tr("complete") if row.verified else self.tr("damaged: not used")


class CheckpointsTab(QWidget):
    """Asks the engine when it is told that there may be more."""

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job_id = job_id
        self.model = CheckpointsModel(self)
        self.table = ListTable(self.model, self.tr("Checkpoints"), row_height=34)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._empty = Label("", "faint", wrap=True)
        card = Card()
        card.add(self._empty)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._show([])

    def refresh(self) -> None:
        job = self._job_id
        self._context.connection.call(lambda engine: engine.checkpoints(job), self._show)

    def _show(self, rows: "list[CheckpointRow]") -> None:
        self.model.set_rows(rows)
        self._empty.setText(
            self.tr(
                "No checkpoint yet. The run saves one every so many steps, when it pauses, and when you ask for one."
            )
        )
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
