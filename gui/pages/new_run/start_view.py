"""The blank page: recipes as large cards, and a dataset of one's own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text
from gui.forms.fields import fields_at
from gui.i18n.amounts import number, size
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.spinner import Skeleton

RECENT = 6  # datasets offered by name; the Datasets page has them all


class StartView(Scrolled):
    """``recipe_chosen`` and ``dataset_chosen`` tell what a person wants to start from."""

    recipe_chosen = Signal(str)
    dataset_chosen = Signal(str)
    add_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes, self._datasets = QGridLayout(), QVBoxLayout()
        self._recipes.setSpacing(14)
        self.column.addWidget(Label(self.tr("Start from a recipe"), "heading"))
        self.column.addWidget(
            Label(
                self.tr("Each brings its own data, so that the first run is one more click."),
                "dim",
                wrap=True,
            )
        )
        self._waiting = Skeleton(4)
        self.column.addWidget(self._waiting)
        self.column.addLayout(self._recipes)
        self.column.addSpacing(6)
        self.column.addWidget(self._own_data())
        self.column.addStretch(1)

    def set_recipes(self, recipes: Sequence[Recipe]) -> None:
        """Show the recipes, two in a row."""
        self._waiting.hide()
        _empty(self._recipes)
        for index, recipe in enumerate(recipes):
            card = ChoiceCard(schema_text(recipe.title), schema_text(recipe.description))
            card.setCheckable(False)
            card.setObjectName(f"recipe:{recipe.id}")
            card.set_figures(_figures(recipe), "caption")
            card.clicked.connect(lambda _=False, id=recipe.id: self.recipe_chosen.emit(id))
            self._recipes.addWidget(card, index // 2, index % 2)
        self._recipes.setColumnStretch(0, 1)
        self._recipes.setColumnStretch(1, 1)

    def set_datasets(self, cards: Sequence[DatasetCard]) -> None:
        """Offer the newest datasets."""
        _empty(self._datasets)
        for card in cards[:RECENT]:
            words = self.tr("{name}  ·  {rows} rows · {size}")
            text = words.format(name=card.name, rows=number(card.rows), size=size(card.bytes))
            button = Button(text.replace("&", "&&"))
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, id=card.id: self.dataset_chosen.emit(id))
            self._datasets.addWidget(button)

    def _own_data(self) -> Card:
        card = Card(self.tr("Or from your own data"))
        card.add(
            Label(
                self.tr(
                    "Drop a file or a folder here: a table, texts, images, conversations or ratings. The task, what to predict and a model are proposed."
                ),
                "dim",
                wrap=True,
            )
        )
        add = Button(self.tr("Choose a file…"))
        add.clicked.connect(self.add_wanted)
        line = QHBoxLayout()
        folder = Button(self.tr("Choose a folder…"))
        folder.clicked.connect(self.folder_wanted)
        line.addWidget(add)
        line.addWidget(folder)
        line.addStretch()
        card.add_layout(line)
        card.add_layout(self._datasets)
        return card


def _figures(recipe: Recipe) -> str:
    task = fields_at(TrainSpec, "task")[0]
    labels = {option.value: schema_text(option.label) for option in task.options}
    ranks = len(recipe.spec.strategy.devices)
    workers = f"{ranks} × {recipe.spec.strategy.devices[0]}"
    return " · ".join((labels[recipe.spec.task], recipe.sample or "", workers))


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            widget.close()
