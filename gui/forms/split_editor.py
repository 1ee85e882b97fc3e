"""How rows are parted into training, validation and test: the settings that matter for the chosen way."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.card import Column
from engine.schema.problem import Problem
from engine.schema.split_spec import SPLITS_OF_TEXT, SplitSpec
from gui.forms.column_editors import ColumnEditor
from gui.forms.fields import fields_of
from gui.forms.form import SchemaForm
from gui.state.split_fields import MATTERS

PREFIX = "data.split."  # of the fields of problems


class SplitEditor(QWidget):
    """``value`` and ``set_value`` are the split as the spec file has it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._time = ColumnEditor(optional=True), ColumnEditor(optional=True)
        self._is_text = False
        self._views = fields_of(SplitSpec)
        self._methods = next(view.options for view in self._views if view.path == "method")
        self.form = SchemaForm(
            self._views,
            6,
            {"group": lambda view: self._group, "time": lambda view: self._time},
            {"method": 2, "group": 2, "time": 2, "leakage": 1},
            first=("method", "time", "folds", "validation", "test", "group"),
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.form.changed.connect(self._on_changed)
        self._hide()

    def value(self) -> dict[str, Any]:
        return self.form.value()

    def set_value(self, split: dict[str, Any]) -> None:
        """Show a split; what it leaves out gets its default."""
        self.form.set_value(split)
        self._hide()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Offer the columns of a dataset by which rows belong together, or are older."""
        self._group.set_columns([column for column in columns if column.kind not in ("image", "empty")])
        self._time.set_columns([column for column in columns if column.kind in ("date", "number")])

    def set_text(self, is_text: bool) -> None:
        """A plain text has no groups, times or classes."""
        self._is_text = is_text
        names = SPLITS_OF_TEXT if is_text else tuple(MATTERS)
        self.form.set_choices("method", [option for option in self._methods if option.value in names])
        self._hide()

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say problems beside their fields; returns those of other parts of a spec."""
        own = [p for p in problems if (p.field or "").startswith(PREFIX)]
        at_fields = [p.model_copy(update={"field": (p.field or "")[len(PREFIX) :]}) for p in own]
        elsewhere = self.form.set_problems(at_fields)
        return [*(p for p in problems if p not in own), *elsewhere]

    def _on_changed(self) -> None:
        self._hide()
        self.changed.emit()

    def _hide(self) -> None:
        always = {"method", "leakage"} if self._is_text else {"method", "group", "leakage"}
        matters = {*always, *MATTERS.get(str(self.form.editor("method").value()), ())}
        self.form.set_hidden(frozenset(view.path for view in self._views) - matters)
