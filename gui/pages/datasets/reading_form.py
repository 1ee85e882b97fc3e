"""How a file is read, as a form: each setting says what was found, and takes what a person knows better."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.findings import problem_of
from engine.schema.reading import Reading, ReadingOptions
from gui.forms.editors import Editor, LineEditor, QuietComboBox, read_texts, write_list
from gui.forms.fields import FieldView, fields_of
from gui.forms.form import SchemaForm
from gui.pages.datasets.reading_words import DELIMITERS, setting_words

_ALSO = {
    "delimited": ("day_first",),
    "excel": ("day_first",),
}  # settings that may matter though nothing was found


class FoundEditor(Editor):
    """A choice whose first entry leaves the setting to what was found, and says what that is."""

    def __init__(self, name: str, values: Sequence[Any], parent: QWidget | None = None) -> None:
        self.combo = QuietComboBox()
        super().__init__(self.combo, parent)
        self._name = name
        self.combo.activated.connect(self.changed)
        self.set_values(values)

    def set_values(self, values: Sequence[Any]) -> None:
        """Offer these beside what was found; the present choice stays."""
        before = self.combo.currentData()
        self.combo.clear()
        self.combo.addItem(self.tr("as found"), None)
        for value in values:
            self.combo.addItem(setting_words(self._name, value), value)
        self.set_value(before)

    def set_found(self, value: Any) -> None:
        """Say what was found, while it is left to that."""
        if self.value() is None:
            said = self.tr("as found: {value}").format(value=setting_words(self._name, value))
            self.combo.setItemText(0, said if value is not None else self.tr("as found"))

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        index = self.combo.findData(value)
        if index < 0:
            self.combo.addItem(setting_words(self._name, value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)


class _DelimiterEditor(FoundEditor):
    """Any sign may be typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("delimiter", DELIMITERS, parent)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QuietComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)
        self.combo.lineEdit().textEdited.connect(self.changed)

    def value(self) -> Any:
        """A listed sign, or what was typed when that is a single one."""
        typed, index = self.combo.currentText(), self.combo.currentIndex()
        if typed == self.combo.itemText(index):
            return self.combo.itemData(index)
        return typed.strip() or (typed[:1] or None)


class _WordsEditor(LineEditor):
    """Words that stand for a missing value; an empty line leaves them to what is usual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(read_texts, write_list, optional=True, parent=parent)

    def set_found(self, value: Any) -> None:
        self.line.setPlaceholderText(setting_words("missing", value))


class ReadingForm(QWidget):
    """``changed`` tells a person's edits; ``reading`` raises nothing and is None where nothing was said."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = fields_of(ReadingOptions)
        self._editors = {view.path: _editor(view) for view in self._views}
        makers = {path: lambda view: self._editors[view.path] for path in self._editors}
        spans = dict.fromkeys(self._editors, 1) | {"missing": 2}
        self.form = SchemaForm(self._views, 4, makers, spans, first=("sheet",), parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.form.changed.connect(self.changed)
        self._show_only(())

    def reading(self) -> ReadingOptions | None:
        """What a person said; what cannot be is said beside its field and left out."""
        said = {name: value for name, value in self.form.value().items() if value not in (None, [])}
        self.form.set_problems(())
        try:
            return ReadingOptions.model_validate(said) if said else None
        except ValidationError as error:
            found = error.errors(include_url=False)
            self.form.set_problems([problem_of(each) for each in found])
            wrong = {str(each["loc"][0]) for each in found}
            kept = {name: value for name, value in said.items() if name not in wrong}
            return ReadingOptions.model_validate(kept) if kept else None

    def set_reading(self, reading: ReadingOptions | None) -> None:
        """Show what was said before."""
        self.form.set_value(reading.model_dump(mode="json") if reading else {})

    def show_found(self, found: Reading) -> None:
        """Say what was found, and show the settings that such a file has."""
        self._editors["sheet"].set_values(found.sheets)
        for name, editor in self._editors.items():
            editor.set_found(getattr(found, name))
        known = [view.path for view in self._views if getattr(found, view.path) is not None]
        self._show_only((*known, *_ALSO.get(found.format, ())))

    def _show_only(self, names: Sequence[str]) -> None:
        self.form.set_hidden(frozenset(self._editors) - set(names))


def _editor(view: FieldView) -> Any:
    match view.kind:
        case "texts":
            return _WordsEditor()
        case "bool":
            return FoundEditor(view.path, (True, False))
        case "choice":
            return FoundEditor(view.path, [option.value for option in view.options])
    return _DelimiterEditor() if view.path == "delimiter" else FoundEditor(view.path, ())
