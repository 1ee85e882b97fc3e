"""One model: scores, where it comes from, what it takes in, and what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gui.forms.labels import task_words
from gui.i18n.amounts import moment, number, size
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.facts import Facts
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.score_words import SCORES, score_words

if TYPE_CHECKING:
    from engine.schema.card import InputField, ModelCard

_SPLITS = ("train", "validation", "test")


class ModelDetail(Card):
    """Shows a card; its buttons tell what is wanted."""

    serve_wanted = Signal()
    report_wanted = Signal()
    run_wanted = Signal()
    folder_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name = ElidedLabel("", "title")
        self.task = Label("", "dim")
        self.serve = Button(self.tr("Serve"), "primary")
        self.report = Button(self.tr("Report"))
        self.run = Button(self.tr("Open its run"))
        self.folder = Button(self.tr("Reveal folder"))
        self.delete = Button(self.tr("Delete"), "danger")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, wanted in (
            (self.serve, self.serve_wanted), (self.report, self.report_wanted), (self.run, self.run_wanted),
            (self.folder, self.folder_wanted), (self.delete, self.delete_wanted),
        ):  # fmt: skip
            button.clicked.connect(wanted)
            buttons.addWidget(button)
        self.scores = QGridLayout()
        self.scores.setHorizontalSpacing(18)
        self.scores.setVerticalSpacing(6)
        self.scores.setColumnStretch(4, 1)
        self.facts = Facts()
        self.inputs = Facts()
        self.versions = Facts()
        scrolled = Scrolled()
        column = scrolled.column
        column.setSpacing(8)
        for heading, content in (
            (self.tr("Scores"), self.scores), (self.tr("Where it comes from"), self.facts),
            (self.tr("What it takes in"), self.inputs), (self.tr("Made with"), self.versions),
        ):  # fmt: skip
            column.addWidget(Label(heading, "heading"))
            column.addLayout(content) if isinstance(content, QGridLayout) else column.addWidget(content)
            column.addSpacing(8)
        column.addStretch(1)
        self.add(self.name)
        self.add(self.task)
        self.add_layout(buttons)
        self.add(scrolled, 1)

    def show_card(self, card: "ModelCard", parent_name: str = "", served: bool = False) -> None:
        self.name.setText(card.name)
        self.task.setText(
            self.tr("{0} · {1} parameters · {2}").format(
                task_words(card.task), number(card.parameters), size(card.bytes)
            )
        )
        self.serve.setText(self.tr("Open endpoint") if served else self.tr("Serve"))
        self._show_scores(card)
        data = card.dataset
        made = moment(card.created)
        rows = [
            (self.tr("Run"), card.run),
            (self.tr("Dataset"), data.get("name", "")),
            (self.tr("Fingerprint"), data.get("fingerprint", "")[:16]),
            (self.tr("Predicts"), card.target),
            (self.tr("Classes"), ", ".join(card.labels[:12]) + (" …" if len(card.labels) > 12 else "")),
            (self.tr("Grown from"), parent_name),
            (self.tr("Made"), made),
            (self.tr("Id"), card.id),
        ]
        self.facts.set_rows([(name, value) for name, value in rows if value])
        self.inputs.set_rows([(field.name, self._input_words(field)) for field in card.inputs])
        self.versions.set_rows(sorted(card.versions.items()))

    def _show_scores(self, card: "ModelCard") -> None:
        while (item := self.scores.takeAt(0)) is not None:
            item.widget().deleteLater()
        words = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        splits = [split for split in _SPLITS if card.metrics.get(split)]
        for column, split in enumerate(splits):
            self.scores.addWidget(Label(words[split], "caption"), 0, column + 1)
        names = [name for name in SCORES if any(name in card.metrics[split] for split in splits)]
        for row, name in enumerate(names):
            self.scores.addWidget(Label(score_words(name), "dim"), row + 1, 0)
            for column, split in enumerate(splits):
                value = card.metrics[split].get(name)
                text = figure(value) if isinstance(value, int | float) else "–"
                self.scores.addWidget(Label(text).set_tabular().set_selectable(), row + 1, column + 1)

    def _input_words(self, field: "InputField") -> str:
        kinds = {
            "number": self.tr("a number"), "category": self.tr("one of {0}"), "date": self.tr("a date"),
            "text": self.tr("a text"), "boolean": self.tr("yes or no"),
        }  # fmt: skip
        words = kinds.get(field.kind, field.kind)
        if field.kind == "category":
            return words.format(", ".join(field.choices[:8]) + (" …" if len(field.choices) > 8 else ""))
        if field.minimum is not None and field.maximum is not None:
            return self.tr("{0}, seen {1} to {2}").format(words, f"{field.minimum:g}", f"{field.maximum:g}")
        return words
