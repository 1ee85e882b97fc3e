"""A new key: for whom, which models, what for, how much, and until when. The form of ``NewKey``."""

import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.api import NewKey
from engine.schema.problem import Problem
from gui.forms.checked import checked
from gui.forms.editors import ChoiceEditor, Editor
from gui.forms.fields import Option, fields_of
from gui.forms.form import SchemaForm
from gui.widgets.button import Button
from gui.widgets.chips import Chip
from gui.widgets.flow import FlowLayout

DAY = 86_400
_SPANS = (
    ("", QT_TRANSLATE_NOOP("Keys", "never")),
    ("1", QT_TRANSLATE_NOOP("Keys", "in a day")),
    ("7", QT_TRANSLATE_NOOP("Keys", "in a week")),
    ("30", QT_TRANSLATE_NOOP("Keys", "in 30 days")),
    ("90", QT_TRANSLATE_NOOP("Keys", "in 90 days")),
    ("365", QT_TRANSLATE_NOOP("Keys", "in a year")),
)


class KeyForm(QWidget):
    """``wanted`` tells the fields of ``NewKey``."""

    wanted = Signal(object)

    def __init__(self, names: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        editors = {"models": lambda view: NamesEditor(names), "expires": lambda view: ExpiryEditor()}
        self.form = SchemaForm(
            fields_of(NewKey), columns=4, editors=editors, spans={"models": 4, "actions": 4},
            first=("name", "expires", "requests_per_minute", "tokens_per_minute"),
        )  # fmt: skip
        self.form.set_value({"name": ""})
        self.make = Button(self.tr("Make a key"), "primary")
        self.make.clicked.connect(self._make)
        self.make.setDefault(True)  # Enter in a field of the form
        foot = (
            QHBoxLayout()
        )  # at the left: once the key is made, keys and what revokes them take the form's place
        foot.addWidget(self.make)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.form)
        layout.addLayout(foot)

    def begin(self) -> None:
        """Wait for the name to be typed."""
        self.form.editor("name").setFocus()

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        self.make.setEnabled(True)
        return self.form.set_problems(problems)

    def clear(self) -> None:
        """Ready for another one of the same kind."""
        self.make.setEnabled(True)
        self.form.set_value({**self.form.value(), "name": ""})

    def _make(self) -> None:
        spec, problems = checked(NewKey, self.form.value())
        self.form.set_problems(problems)
        if spec is not None:
            self.make.setEnabled(False)  # until there is an answer: a second click would make a second key
            self.wanted.emit(spec.model_dump(mode="json"))


class ExpiryEditor(ChoiceEditor):
    """How long from now; as a value the moment, in seconds since 1970."""

    def __init__(self, parent: QWidget | None = None) -> None:
        options = [Option(days, QCoreApplication.translate("Keys", words)) for days, words in _SPANS]
        super().__init__(options, parent=parent)

    def value(self) -> Any:
        days = super().value()
        return time.time() + int(days) * DAY if days else None

    def set_value(self, value: Any) -> None:
        """A moment has no span of its own: what was chosen stays."""
        if value is None:
            super().set_value("")


class NamesEditor(Editor):
    """The names that are served now, as chips; none of them chosen means all, also those to come."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        row = QWidget()
        super().__init__(row, parent)
        flow = FlowLayout(row, 6, 6)
        self.all = Chip(self.tr("all"), row)
        self.chips = {name: Chip(name, row) for name in names}
        self.all.clicked.connect(self._on_all)
        for chip in (self.all, *self.chips.values()):
            flow.addWidget(chip)
        for chip in self.chips.values():
            chip.clicked.connect(self._on_one)
        self.set_value(None)

    def stops(self) -> list[QWidget]:
        return [self.all, *self.chips.values()]

    def value(self) -> list[str] | None:
        return [name for name, chip in self.chips.items() if chip.isChecked()] or None

    def set_value(self, value: Any) -> None:
        for name, chip in self.chips.items():
            chip.setChecked(name in (value or ()))
        self.all.setChecked(not value)

    def _on_all(self) -> None:
        self.set_value(None)
        self.changed.emit()

    def _on_one(self) -> None:
        self.all.setChecked(self.value() is None)
        self.changed.emit()
