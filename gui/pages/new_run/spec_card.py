"""A card of a new run: a form that holds a part of the spec."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.problem import Problem
from gui.forms.fields import FieldView
from gui.forms.form import EditorFactory, SchemaForm
from gui.widgets.card import Card


class SpecCard(Card):
    """A card with a form; ``edited`` tells that a person changed something in it."""

    edited = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[FieldView],
        columns: int,
        editors: dict[str, EditorFactory] | None = None,
        spans: dict[str, int] | None = None,
        first: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self.form = SchemaForm(fields, columns, editors, spans, first, parent=self)
        self.form.changed.connect(self._on_edited)
        self.add(self.form)
        self.add_action(self.form.fold)

    def value(self) -> dict[str, Any]:
        """This card's part of the spec."""
        return self.form.value()

    def set_value(self, spec: dict[str, Any]) -> None:
        """Show a spec."""
        self.form.set_value(spec)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong beside the fields."""
        self.form.set_problems(problems)

    def focus(self, field: str) -> bool:
        """Put the cursor into a field of this card; False when it has none such."""
        return self.form.focus(field)

    def _on_edited(self) -> None:
        self.edited.emit()
