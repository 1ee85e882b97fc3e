"""What the data card has beside the schema's own fields: the choice of a dataset, and of what a language model learns from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard
from gui.forms.editors import ChoiceEditor, Editor, QuietComboBox
from gui.forms.fields import FieldView, Option
from gui.i18n.amounts import number, size

LEARNS = FieldView(  # which columns the model reads says what it learns from; the spec has no word for it
    path="form.learns",
    name="learns",
    title=QT_TRANSLATE_NOOP("Schema", "Learn from"),
    help=QT_TRANSLATE_NOOP(
        "Schema",
        "Texts are continued; of questions and conversations only the answers count; of two answers the better one is preferred.",
    ),
    kind="choice",
    options=(
        Option("text", QT_TRANSLATE_NOOP("Schema", "Texts")),
        Option("instruction", QT_TRANSLATE_NOOP("Schema", "Questions and answers")),
        Option("chat", QT_TRANSLATE_NOOP("Schema", "Conversations")),
        Option("preference", QT_TRANSLATE_NOOP("Schema", "Preferred answers")),
    ),
)
ADD_FILE = "\0add"  # no id and no name of a dataset has a NUL


class LearnsEditor(ChoiceEditor):
    """Says which columns the others offer; what is chosen shows in those alone."""

    shows_only = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(LEARNS.options, parent=parent)


class DatasetEditor(Editor):
    """The datasets of this home, and “add a file…” at the end."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.combo = QuietComboBox()
        super().__init__(self.combo, parent)
        self.combo.setPlaceholderText(self.tr("Choose a dataset"))
        self._shown = -1
        self.set_datasets(())
        self.combo.activated.connect(self._on_activated)

    def set_datasets(self, cards: Sequence[DatasetCard]) -> None:
        """Offer these; the present choice stays."""
        before = self.value()
        self.combo.clear()
        for card in cards:
            rows = self.tr("{rows} rows").format(rows=number(card.rows))
            self.combo.addItem(f"{card.name}  ·  {rows} · {size(card.bytes)}", card.id)
        self.combo.addItem(self.tr("Add a file…"), ADD_FILE)
        self.set_value(before)

    def value(self) -> str:
        data = self.combo.currentData()
        return "" if data in (None, ADD_FILE) else data

    def set_value(self, value: Any) -> None:
        index = self.combo.findData(value) if value else -1
        if index < 0 and value:
            self.combo.insertItem(0, str(value), value)
            index = 0
        self.combo.setCurrentIndex(index)
        self._shown = index

    def _on_activated(self, index: int) -> None:
        if self.combo.itemData(index) == ADD_FILE:
            self.combo.setCurrentIndex(self._shown)
            self.add_wanted.emit()
            return
        self._shown = index
        self.changed.emit()
