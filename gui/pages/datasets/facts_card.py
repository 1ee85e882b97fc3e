"""What the import says of a dataset as a whole: its size, how the file was read, and what was assumed."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.reading import ReadingOptions
from gui.client.words import problem_line
from gui.forms.editors import schema_text
from gui.forms.fields import title_of
from gui.i18n.amounts import moment, number, share, size
from gui.pages.datasets.reading_words import reading_words
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.flow import FlowLayout
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label

WITH_SETTINGS = ("delimited", "text", "excel", "json", "json_lines")  # formats that can be read in other ways


class FactsCard(Card):
    """``again`` tells that the file should be read with other settings."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._numbers = {
            "rows": KeyNumber(self.tr("Rows")),
            "columns": KeyNumber(self.tr("Columns")),
            "missing": KeyNumber(self.tr("Missing cells")),
            "duplicates": KeyNumber(self.tr("Duplicate rows")),
            "refused": KeyNumber(self.tr("Rows refused")),
            "size": KeyNumber(self.tr("Size")),
        }
        line = QHBoxLayout()
        line.setSpacing(28)
        for shown in self._numbers.values():
            line.addWidget(shown)
        line.addStretch(1)
        self.add_layout(line)
        facts = QWidget()
        self._facts = FlowLayout(facts, 22, 6)
        self.add(facts)
        self.notes = Label("", "warning", wrap=True)
        self.add(self.notes)
        self.again_button = Button(self.tr("Read again with other settings…"), "link")
        self.again_button.clicked.connect(self.again)
        foot = QHBoxLayout()
        foot.addWidget(self.again_button)
        foot.addStretch(1)
        self.add_layout(foot)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset."""
        cells = card.rows * len(card.columns)
        missing = sum(column.missing for column in card.columns)
        said = {
            "rows": number(card.rows),
            "columns": number(len(card.columns)),
            "missing": share(missing / cells, 1 if missing else 0) if cells else "–",
            "duplicates": number(card.duplicates),
            "refused": number(card.refused_count),
            "size": size(card.bytes),
        }
        for name, words in said.items():
            self._numbers[name].set_value(words)
        self._show_facts(card)
        self.again_button.setVisible(bool(card.reading) and card.reading.format in WITH_SETTINGS)
        self.notes.setText("\n".join(f"▲ {problem_line(note)}" for note in card.notes))
        self.notes.setVisible(bool(card.notes))

    def _show_facts(self, card: DatasetCard) -> None:
        while item := self._facts.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        told = reading_words(card.reading) if card.reading else {}
        facts = [(schema_text(title_of(ReadingOptions, name)), words) for name, words in told.items()]
        facts = [(self.tr("Format"), told["format"]), *facts[1:]] if "format" in told else facts
        facts += [
            *([(self.tr("Licence"), card.licence)] if card.licence else []),
            (self.tr("Added"), moment(card.created)),
            (self.tr("Fingerprint"), card.fingerprint[:12]),
        ]
        for title, value in facts:
            self._facts.addWidget(_Fact(title, value))
        self._facts.addWidget(_Fact(self.tr("From"), Path(card.source).name, card.source))
        self.updateGeometry()


class _Fact(QWidget):
    def __init__(self, title: str, value: str, tip: str = "") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(Label(title, "caption"))
        layout.addWidget(Label(value).set_selectable())
        self.setToolTip(tip or value)
