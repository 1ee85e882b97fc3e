"""A sweep's own settings: what varies, between which values, how it is searched and when it ends."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.metrics import METRICS_OF_TASK
from engine.schema.problem import Problem
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text
from gui.forms.fields import FieldView, fields_at, title_of
from gui.forms.form import SchemaForm
from gui.forms.paths import get_at
from gui.pages.new_run.range_row import RangeRow
from gui.state.sweep_settings import Setting, range_around, settings_of
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.choice_popup import ChoicePopup, Entry
from gui.widgets.label import Label

_FIELDS = ("method", "trials", "pruning", "metric", "seconds", "parallel", "warmup", "keep", "seed")
_RANGES = "ranges."


class SweepCard(Card):
    """``value`` and ``set_value`` are a sweep without its run."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Search settings"), parent=parent)
        self.rows: list[RangeRow] = []
        self._run: Mapping[str, Any] = {}
        self.add_setting = Button(self.tr("Vary a setting ▾"))
        self.add_setting.clicked.connect(self._offer)
        self.settings = ChoicePopup(self.tr("Settings"), self, searched=True)
        self.settings.chosen.connect(self._on_chosen)
        self._empty = Label(
            self.tr(
                "Choose what is to vary: a learning rate, a width, the model itself. All else stays as it is below."
            ),
            "dim",
            wrap=True,
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.form = SchemaForm(
            fields_at(SweepSpec, *_FIELDS), 5, spans=dict.fromkeys(_FIELDS, 1), parent=self
        )
        self.form.set_folded(frozenset({"seed"}))
        self.form.changed.connect(self._on_edited)
        self.add_action(self.form.fold)
        self.add_action(self.add_setting)
        self.add(self._empty)
        self.add_layout(self._list)
        self.add(self.form)
        self._show()

    def value(self) -> dict[str, Any]:
        ranges = {row.setting.path: row.value() for row in self.rows}
        return {**self.form.value(), "ranges": ranges}

    def set_value(self, sweep: Mapping[str, Any], run: Mapping[str, Any]) -> None:
        """Show a sweep over this run."""
        self.follow(run)
        self.form.set_value(sweep)
        ranges = sweep.get("ranges")
        ranges = ranges if isinstance(ranges, dict) else {}
        if [row.setting.path for row in self.rows] != list(ranges):
            self._take_all()
            for path in ranges:
                self._insert(self._setting(path))
        for row in self.rows:
            row.set_value(ranges[row.setting.path])
        self._show()

    def follow(self, run: Mapping[str, Any]) -> None:
        """The run whose settings vary."""
        self._run = run
        metric = fields_at(SweepSpec, "metric")[0]
        names = METRICS_OF_TASK.get(str(run.get("task", "")), ())
        self.form.set_choices("metric", [option for option in metric.options if option.value in names])

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say what is wrong with a range at its row; returns what is wrong elsewhere."""
        elsewhere = list(problems)
        for row in self.rows:
            own = [problem for problem in elsewhere if _is_at(problem.field, f"{_RANGES}{row.setting.path}")]
            row.set_problems(own)
            elsewhere = [problem for problem in elsewhere if problem not in own]
        return self.form.set_problems(elsewhere)

    def focus(self, field: str) -> bool:
        """Put the cursor into a field of this card; False when it has none such."""
        row = next((row for row in self.rows if _is_at(field, f"{_RANGES}{row.setting.path}")), None)
        if row is not None:
            row.stops()[0].setFocus()
            return True
        if field == "ranges":
            self.add_setting.setFocus()
            return True
        return self.form.focus(field)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return [self.add_setting, *(stop for row in self.rows for stop in row.stops()), *self.form.stops()]

    # --- inside

    def _offer(self) -> None:
        taken = {row.setting.path for row in self.rows}
        entries = [
            Entry(setting.path, schema_text(setting.titles[-1]), self._where(setting))
            for setting in settings_of(self._run)
            if setting.path not in taken
        ]
        self.settings.open_below(self.add_setting, entries)

    def _where(self, setting: Setting) -> str:
        groups = " · ".join(schema_text(title) for title in setting.titles[:-1])
        return f"{groups}  {setting.path}" if groups else setting.path

    def _on_chosen(self, path: str) -> None:
        row = self._insert(self._setting(path))
        row.set_value(range_around(row.setting, get_at(self._run, path)))
        self._on_edited()
        row.stops()[0].setFocus()

    def _setting(self, path: str) -> Setting:
        """A setting of the run; one that it has no longer is shown all the same, for the check to say so."""
        known = {setting.path: setting for setting in settings_of(self._run)}
        return known.get(path) or _gone(path)

    def _insert(self, setting: Setting) -> RangeRow:
        row = RangeRow(setting, self)
        row.changed.connect(self._on_edited)
        row.removed.connect(partial(self._on_removed, row))
        self.rows.append(row)
        self._list.addWidget(row)
        return row

    def _on_removed(self, row: RangeRow) -> None:
        self._take(row)
        self._on_edited()

    def _take_all(self) -> None:
        for row in list(self.rows):
            self._take(row)

    def _take(self, row: RangeRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_edited(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        self._empty.setVisible(not self.rows)
        values = self.form.value()
        hidden = {"trials"} if values.get("method") == "grid" else set()
        self.form.set_hidden(frozenset(hidden | ({"warmup"} if values.get("pruning") == "none" else set())))


def _is_at(field: str | None, path: str) -> bool:
    return field == path or (field or "").startswith(f"{path}.")


def _gone(path: str) -> Setting:
    title = title_of(TrainSpec, path) or path
    return Setting(path, (path, title), FieldView(path, path.rpartition(".")[2], title, "", "float"))
