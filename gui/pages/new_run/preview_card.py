"""The first rows of the chosen dataset, where the window leaves room for them."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from gui.state.dataset_view import DatasetRows
from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.rows_table import RowsTable

if TYPE_CHECKING:
    from gui.client.connection import Connection

LEAST = 170  # pixels; with less the card is not shown


class PreviewCard(QWidget):
    """Takes the height that is left over, and shows its card when that is enough."""

    def __init__(self, connection: "Connection", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._rows = DatasetRows(connection, self)
        self._dataset: DatasetCard | None = None
        self.card = Card(self.tr("First rows"), parent=self)
        self._table = RowsTable(self._rows, self.tr("First rows"))
        self.card.add(self._table, 1)
        self.card.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(self.card)

    def show_dataset(self, dataset: DatasetCard | None) -> None:
        """Show the rows of another dataset."""
        if dataset is self._dataset:
            return
        self._dataset = dataset
        self._rows.show_dataset(dataset)
        columns = dataset.columns if dataset else ()
        self._table.fit_columns([(column.name, column.kind) for column in columns])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setVisible(self.height() >= LEAST)
