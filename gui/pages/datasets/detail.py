"""One dataset: its report, its rows, and the steps and the split that a run would take, as tabs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from gui.context import Context
from gui.pages.datasets.report_tab import ReportTab
from gui.pages.datasets.rows_tab import RowsTab
from gui.pages.datasets.steps_tab import StepsTab
from gui.state.dataset_view import DatasetRows
from gui.state.steps import DataDraft
from gui.state.thumbnails import Thumbnails
from gui.theme.tokens import GAP
from gui.widgets.segmented import Segmented

TABS = ("report", "rows", "steps")


class DatasetDetail(QWidget):
    """A tab is filled when it comes to the front; ``again`` tells that the file should be read differently."""

    again = Signal()

    def __init__(self, context: Context, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = DatasetRows(context.connection, self, thumbnails)
        self.draft = DataDraft(context.connection, context.memory, self)
        self.report = ReportTab(thumbnails)
        self.table, self.steps = RowsTab(self.rows, thumbnails), StepsTab(self.draft)
        self.report.again.connect(self.again)
        self._dataset: DatasetCard | None = None
        self._filled: set[str] = set()
        names = dict(zip(TABS, (self.tr("Report"), self.tr("Rows"), self.tr("Steps and split")), strict=True))
        self.tabs = Segmented(names.items(), name=self.tr("Part of the dataset"))
        self.tabs.changed.connect(self.show_tab)
        self._stack = QStackedWidget()
        for page in (self.report, self.table, self.steps):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset in the tab that is in front."""
        if card == self._dataset:
            return
        self._dataset = card
        self._filled.clear()
        self.show_tab(self.tabs.value)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tabs.set_value(name)
        self._stack.setCurrentIndex(TABS.index(name))
        if self._dataset is not None and name not in self._filled:
            self._filled.add(name)
            self._stack.currentWidget().show_dataset(self._dataset)
