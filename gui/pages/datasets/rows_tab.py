"""The rows of a dataset, all of them: they are fetched where one scrolls to."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from gui.i18n.amounts import number
from gui.pages.datasets.row_dialog import RowDialog
from gui.state.dataset_view import DatasetRows
from gui.state.thumbnails import Thumbnails
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.rows_table import RowsTable


class RowsTab(QWidget):
    """Enter or a double click opens a row in full."""

    def __init__(self, rows: DatasetRows, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._thumbnails = rows, thumbnails
        self._dataset: DatasetCard | None = None
        self.table = RowsTable(rows, self.tr("Rows"))
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self.open_row)
        self._count, hint = (
            Label("", "dim"),
            Label(self.tr("Enter or a double click shows a row in full."), "dim"),
        )
        self.go_to = QLineEdit()
        self.go_to.setPlaceholderText(self.tr("Go to row"))
        self.go_to.setAccessibleName(self.tr("Go to row"))
        self.go_to.setFixedWidth(120)
        self.go_to.returnPressed.connect(self._on_go_to)
        head = QHBoxLayout()
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(hint)
        head.addWidget(self.go_to)
        card = Card()
        card.add_layout(head)
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset's rows from the first on."""
        self._dataset = card
        self._count.setText(self.tr("{count} rows").format(count=number(card.rows)))
        self._rows.show_dataset(card)
        self.table.fit_columns([(column.name, column.kind) for column in card.columns])
        self.table.scrollToTop()

    def open_row(self, index: QModelIndex) -> None:
        """Show a row in full, when it is here."""
        values = self._rows.row(index.row()) if index.isValid() else None
        if self._dataset is not None and values:
            RowDialog(self._dataset, index.row(), values, self._thumbnails, self).open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.open_row(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _on_go_to(self) -> None:
        digits = "".join(sign for sign in self.go_to.text() if sign.isdigit())
        if digits and self._rows.rowCount():
            row = min(max(int(digits), 1), self._rows.rowCount()) - 1
            index = self._rows.index(row, 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, RowsTable.ScrollHint.PositionAtTop)
