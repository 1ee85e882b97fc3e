"""The settings of one step as a form from the schema; pickers offer only the columns it can work on."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.card import Column
from engine.schema.problem import Problem
from gui.forms.column_editors import ColumnEditor, ColumnsEditor
from gui.forms.editors import Editor
from gui.forms.fields import FieldView, fields_of
from gui.forms.form import SchemaForm
from gui.forms.step_columns import fitting_columns
from gui.forms.step_words import step_classes, unused_fields

_SPANS = {"columns": 2, "column": 2, "parts": 6}


class StepForm(QWidget):
    """Holds one step as a dict."""

    changed = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._pickers: list[ColumnEditor | ColumnsEditor] = []
        views = fields_of(step_classes()[kind])
        makers = dict.fromkeys(("column", "columns"), self._picker)
        spans = {**{view.path: 1 for view in views}, **_SPANS}
        self.form = SchemaForm(views, 6, makers, spans, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.form.changed.connect(self._on_changed)
        self._hide_unused()

    def value(self) -> dict[str, Any]:
        return {"step": self._kind, **self.form.value()}

    def set_value(self, step: dict[str, Any]) -> None:
        """Show a step of this kind."""
        self.form.set_value({name: value for name, value in step.items() if name != "step"})
        self._hide_unused()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """The columns as they are before this step."""
        fitting = fitting_columns(self._kind, columns)
        for picker in self._pickers:
            picker.set_columns(fitting)

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say problems beside their fields, which are named within the step; returns those without one here."""
        return self.form.set_problems(problems)

    def _picker(self, view: FieldView) -> Editor:
        if view.kind == "texts":
            picker = ColumnsEditor([], self.tr("all that fit"), no_all=view.required)
        else:
            picker = ColumnEditor()
        self._pickers.append(picker)
        return picker

    def _on_changed(self) -> None:
        self._hide_unused()
        self.changed.emit()

    def _hide_unused(self) -> None:
        self.form.set_hidden(unused_fields(self.value()))
