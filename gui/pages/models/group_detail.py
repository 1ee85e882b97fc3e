"""Several models that one job made: what they score together, and the way to their runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.forms.labels import task_words
from gui.pages.models.model import ModelGroup, score_text
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.facts import Facts
from gui.widgets.label import Label
from gui.widgets.part_words import kind_words


class GroupDetail(Card):
    """``opened`` tells that its runs are wanted."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name = ElidedLabel("", "title")
        self.about = Label("", "dim", wrap=True)
        self.facts = Facts()
        self.open = Button(self.tr("Open its runs"), "primary")
        self.open.clicked.connect(self.opened)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addStretch(1)
        self.add(self.name)
        self.add(self.about)
        self.add_layout(buttons)
        self.add(self.facts)
        self.body.addStretch(1)

    def show_group(self, group: ModelGroup) -> None:
        kind = kind_words(group.job.kind, group.count)
        self.name.setText(group.job.name)
        self.about.setText(self.tr("{0} · {1}").format(kind, task_words(group.first.task)))
        self.facts.set_rows(
            [
                (self.tr("Models"), str(group.count)),
                (self.tr("Score"), score_text(group)),
                (self.tr("Dataset"), group.first.dataset.get("name", "–")),
                (self.tr("Id"), group.id),
            ]
        )
