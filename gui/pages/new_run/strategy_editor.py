"""The strategies as cards side by side; the picked one says what it costs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from gui.forms.editors import Editor, schema_text
from gui.forms.fields import Option
from gui.widgets.choice_card import ChoiceCard

COLUMNS = 4  # cards in a row; a single row of fewer cards fills the width


class StrategyEditor(Editor):
    """One card per member of the strategy union."""

    has_own_titles = True

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        self._row = QWidget()
        super().__init__(self._row, parent)
        grid = QGridLayout(self._row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        self._group = QButtonGroup(self)
        self._cards: dict[str, ChoiceCard] = {}
        for index, option in enumerate(options):
            card = ChoiceCard(schema_text(option.label), schema_text(option.help))
            card.clicked.connect(self.changed)
            self._group.addButton(card)
            self._cards[option.value] = card
            grid.addWidget(card, index // COLUMNS, index % COLUMNS)
            grid.setColumnStretch(index % COLUMNS, 1)

    def stops(self) -> list[QWidget]:
        return list(self._cards.values())

    def value(self) -> str:
        return next((name for name, card in self._cards.items() if card.isChecked()), "")

    def set_value(self, value: Any) -> None:
        if value in self._cards:
            self._cards[value].setChecked(True)

    def set_figures(self, text: str, level: str) -> None:
        """Say what the picked strategy costs, and nothing of the others."""
        for name, card in self._cards.items():
            card.set_figures(text if name == self.value() else "", level)
