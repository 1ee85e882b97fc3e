"""Auto: the program chooses the model. A time, and what it judges by; models and their settings are its own affair."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.metrics import METRICS_OF_TASK
from engine.schema.problem import Problem
from engine.schema.search_spec import SearchSpec
from gui.forms.fields import fields_at
from gui.forms.form import SchemaForm
from gui.state.job_kind import SEARCH_FIELDS
from gui.widgets.card import Card
from gui.widgets.label import Label


class SearchCard(Card):
    """``value`` and ``set_value`` are a search without what it shares with a run."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Auto"), parent=parent)
        self.add(
            Label(
                self.tr(
                    "Tries the sensible models of the task, all of them briefly and the best ones longer, and keeps the one that does best on the validation rows."
                ),
                "dim",
                wrap=True,
            )
        )
        self.form = SchemaForm(fields_at(SearchSpec, *SEARCH_FIELDS), 4, parent=self)
        self.form.changed.connect(self.edited)
        self.add(self.form)

    def value(self) -> dict[str, Any]:
        return self.form.value()

    def set_value(self, search: Mapping[str, Any], run: Mapping[str, Any]) -> None:
        """Show a search over the data of this run."""
        self.follow(run)
        self.form.set_value(search)

    def follow(self, run: Mapping[str, Any]) -> None:
        """The run whose task it is."""
        metric = fields_at(SearchSpec, "metric")[0]
        names = METRICS_OF_TASK.get(str(run.get("task", "")), ())
        self.form.set_choices("metric", [option for option in metric.options if option.value in names])

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say what is wrong beside its field; returns what is wrong elsewhere."""
        return self.form.set_problems(problems)

    def focus(self, field: str) -> bool:
        """Put the cursor into a field of this card; False when it has none such."""
        return self.form.focus(field)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return self.form.stops()
