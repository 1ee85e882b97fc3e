"""The options of the chosen strategy: one form for each strategy, made when it is first chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.problem import Problem
from gui.forms.fields import Option
from gui.forms.form import SchemaForm

COLUMNS = 4


class StrategyOptions(QWidget):
    """Holds ``strategy`` without its name and devices; what was set for one strategy is kept for it."""

    changed = Signal()
    unfolded = Signal(bool)  # a problem among the details opened them

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {
            option.value: [view for view in option.fields if view.name != "devices"] for option in options
        }
        self._forms: dict[str, SchemaForm] = {}
        self._shown: SchemaForm | None = None
        self._unfolded = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_strategy(self, name: str) -> None:
        """Come to the options of another strategy."""
        form = self._form(name)
        if form is not self._shown:
            if self._shown is not None:
                self._shown.hide()
            self._shown = form
        self._arrange()

    def value(self) -> dict[str, Any]:
        """The options by name."""
        return self._shown.value().get("strategy", {}) if self._shown is not None else {}

    def set_value(self, strategy: dict[str, Any]) -> None:
        """Show the options of a strategy of a spec; what is left out gets its default."""
        self.show_strategy(str(strategy.get("name", "")))
        if self._shown is not None:
            self._shown.set_value({"strategy": strategy})

    def set_unfolded(self, unfolded: bool) -> None:
        """Show the details, or not."""
        self._unfolded = unfolded
        self._arrange()

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say each beside its field; returns those that have none here."""
        return self._shown.set_problems(problems) if self._shown is not None else list(problems)

    def focus(self, field: str) -> bool:
        return self._shown is not None and self._shown.focus(field)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops; the fold belongs to the card."""
        return self._shown.stops() if self._shown is not None else []

    def form(self) -> SchemaForm | None:
        """The form that shows, for those who want one of its editors."""
        return self._shown

    def _form(self, name: str) -> SchemaForm | None:
        fields = self._fields.get(name)
        if not fields:
            return None
        if name not in self._forms:
            form = self._forms[name] = SchemaForm(fields, COLUMNS, with_fold=False, parent=self)
            form.changed.connect(self.changed)
            form.fold.toggled.connect(self.unfolded)
            self._layout.addWidget(form)
        return self._forms[name]

    def _arrange(self) -> None:
        form = self._shown
        if form is not None:
            form.set_unfolded(self._unfolded)
            form.setVisible(form.has_shown() or self._unfolded)
        self.setVisible(form is not None and (form.has_shown() or self._unfolded))
