"""The page before there is any dataset: what can come, how, and samples to try."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from engine.schema.api import Recipe
from gui.forms.editors import schema_text
from gui.forms.labels import task_words
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.facts import Facts
from gui.widgets.label import Label
from gui.widgets.page import Scrolled

_IN_A_ROW = 3


class EmptyView(Scrolled):
    """``sample_wanted`` tells a recipe whose sample a person wants."""

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal(object)  # Recipe

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = QGridLayout()
        self._samples.setSpacing(14)
        for column in range(_IN_A_ROW):
            self._samples.setColumnStretch(column, 1)
        self.column.addWidget(self._welcome())
        self._or = Label(self.tr("Or try a sample"), "heading")
        self.column.addWidget(self._or)
        self.column.addLayout(self._samples)
        self.column.addStretch(1)
        self._or.hide()

    def set_samples(self, recipes: Sequence[Recipe]) -> None:
        """Offer the samples of these recipes."""
        self._or.setVisible(bool(recipes))
        for place, recipe in enumerate(recipes):
            card = ChoiceCard(recipe.sample or "", schema_text(recipe.description))
            card.setCheckable(False)
            card.setObjectName(f"sample:{recipe.id}")
            licence = f" · {recipe.licence}" if recipe.licence else ""
            card.set_figures(f"{task_words(recipe.spec.task)}{licence}", "caption")
            card.clicked.connect(lambda _=False, recipe=recipe: self.sample_wanted.emit(recipe))
            self._samples.addWidget(card, place // _IN_A_ROW, place % _IN_A_ROW)

    def _welcome(self) -> Card:
        card = Card(self.tr("No datasets yet"))
        said = self.tr(
            "Drop files or a folder here, and read a report of what is in them. Modelyard keeps its own copy; what you drop stays as it is."
        )
        card.add(Label(said, "dim", wrap=True))
        facts = Facts()
        facts.set_rows(
            [
                (self.tr("Tables"), self.tr("CSV, TSV, Excel, Parquet, Arrow, JSON, JSON lines")),
                (self.tr("Texts"), self.tr("text files, or a folder of texts with a folder for each class")),
                (
                    self.tr("Images"),
                    self.tr("a folder with a folder for each class, or a table that names files"),
                ),
                (
                    self.tr("Ratings"),
                    self.tr("a table of users, items and, where there are any, ratings and times"),
                ),
                (
                    self.tr("Conversations"),
                    self.tr("messages, prompts with answers, or a preferred and a rejected answer"),
                ),
            ]
        )
        card.add(facts)
        self.files, self.folder = Button(self.tr("Add files…"), "primary"), Button(self.tr("Add a folder…"))
        self.files.clicked.connect(self.files_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        line = QHBoxLayout()
        line.addWidget(self.files)
        line.addWidget(self.folder)
        line.addStretch(1)
        line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        card.add_layout(line)
        return card
