"""The report of an import: facts, target, images, columns and why they are what they are, rows that were not read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard
from gui.i18n.amounts import number
from gui.pages.datasets.columns_table import ColumnsTable
from gui.pages.datasets.facts_card import FactsCard
from gui.pages.datasets.images_card import ImagesCard
from gui.pages.datasets.refused_card import RefusedCard
from gui.pages.datasets.target_card import TargetCard
from gui.state.thumbnails import Thumbnails
from gui.widgets.card import Card
from gui.widgets.page import Scrolled


class ReportTab(Scrolled):
    """``again`` tells that the file should be read with other settings."""

    again = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactsCard()
        self.facts.again.connect(self.again)
        self.target, self.images = TargetCard(), ImagesCard(thumbnails)
        self.columns = ColumnsTable()
        self._columns_card = Card(self.tr("Columns"))
        self._columns_card.add(self.columns)
        self.refused = RefusedCard()
        for card in (self.facts, self.images, self.target, self._columns_card, self.refused):
            self.column.addWidget(card)
        self.column.addStretch(1)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset, from the top."""
        for part in (self.facts, self.images, self.target, self.refused):
            part.show_dataset(card)
        self._columns_card.set_subtitle(number(len(card.columns)))
        self.columns.show_columns(card.columns, card.rows)
        self.verticalScrollBar().setValue(0)
