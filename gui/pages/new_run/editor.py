"""The form of a new run: four cards that make a run at the left, above them what many runs need besides; at the right what
it would take."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.machine import Device
from engine.schema.plan import Check
from engine.schema.problem import Problem
from gui.forms.form import join_stops
from gui.forms.paths import merged
from gui.pages.new_run.checks_card import ChecksCard
from gui.pages.new_run.data_card import DataCard
from gui.pages.new_run.fit_card import FitCard, PlanCard
from gui.pages.new_run.launch_bar import LaunchBar
from gui.pages.new_run.model_card import ModelCard
from gui.pages.new_run.preview_card import PreviewCard
from gui.pages.new_run.search_card import SearchCard
from gui.pages.new_run.spec_card import SpecCard
from gui.pages.new_run.strategy_card import StrategyCard
from gui.pages.new_run.sweep_card import SweepCard
from gui.pages.new_run.training_card import TrainingCard
from gui.state.job_kind import Group, JobKind, can_search, kind_of
from gui.state.strategies import is_provable
from gui.widgets.page import Scrolled

if TYPE_CHECKING:
    from gui.client.connection import Connection

RIGHT_WIDTH = 336


class SpecEditor(QWidget):
    """Holds a spec as it is edited; ``edited`` tells that a person changed it."""

    edited = Signal()

    def __init__(self, connection: "Connection", parent: QWidget | None = None) -> None:
        """From the outside in: Qt styles a widget and all within it anew each time it gets a parent."""
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        self._left, right = Scrolled(self), QWidget(self)
        layout.addWidget(self._left, 3)
        layout.addWidget(right, 1)
        self._build_left(connection)
        self._build_right(right)
        for card in self.cards():
            card.edited.connect(self._on_edited)
        for card in (self.sweep, self.search):
            card.edited.connect(self.edited)
        self.bar.form.changed.connect(self.edited)
        self.checks.field_wanted.connect(self.focus)

    def cards(self) -> tuple[SpecCard, ...]:
        return (self.data, self.model, self.training, self.strategy)

    # --- the spec

    def value(self) -> dict[str, Any]:
        """The spec as it stands in the form."""
        spec: dict[str, Any] = {"kind": "train", **self.bar.form.value()}
        for card in self.cards():
            spec = merged(spec, card.value())
        return spec

    def group(self) -> Group:
        """What jobs made of many runs need besides; kept while another kind is chosen."""
        kind = self.bar.kind.value
        own = {"sweep": self.sweep.value(), "search": self.search.value()}
        return {"kind": "run" if kind == "folds" else kind, **own}

    def set_value(self, spec: dict[str, Any], group: Group) -> None:
        """Show a draft."""
        for card in self.cards():
            card.set_value(spec)
        self.bar.form.set_value(spec)
        for card, name in ((self.sweep, "sweep"), (self.search, "search")):
            part = group.get(name)
            card.set_value(part if isinstance(part, dict) else {}, spec)
        self._show_kind(kind_of(spec, group))

    def name_after_model(self, dataset: DatasetCard | None) -> None:
        """The proposed name follows the model, or that it is searched for, until a person names the run."""
        form, searched = self.bar.form, self.bar.kind.value == "search"
        chosen = "auto" if searched else self.model.form.value().get("model", {}).get("name", "")
        proposed = ("auto", *(option.value for option in self.model.models()))
        name = str(form.value().get("name", ""))
        if dataset is not None and name in {f"{dataset.name}-{each}"[:80] for each in proposed}:
            form.set_value({"name": f"{dataset.name}-{chosen}"[:80]})

    def focus(self, field: str) -> None:
        """Put the cursor into a field."""
        for card in (*self._group_cards(), *self.cards()):
            if card.focus(field):
                self._left.ensureWidgetVisible(card)
                return
        self.bar.form.focus(field)

    # --- what is there

    def show_dataset(self, card: DatasetCard | None) -> None:
        self.data.show_dataset(card)
        self.preview.show_dataset(card)

    def set_devices(self, devices: Sequence[Device]) -> None:
        self.strategy.set_devices(devices)
        self.strategy.order_stops()
        self.order_stops()

    def order_stops(self) -> None:
        """Let the Tab key walk the cards as they stand."""
        forms = (self.data.form, self.model.form, self.training.form)
        stops = [stop for card in self._group_cards() for stop in card.stops()]
        stops += [stop for form in forms for stop in form.stops()]
        join_stops([*stops, self.strategy.devices.stops()[0]])

    # --- what the engine says

    def show_check(self, check: Check) -> None:
        """Say what is wrong beside the fields, and what the run would take."""
        for card in (*self._group_cards(), *self.cards()):
            card.set_problems(check.problems)
        self.bar.form.set_problems(check.problems)
        self.fit.show_plan(check.plan)
        self.plan.show_plan(check.plan)
        self.strategy.show_check(check, self._units(check))
        self.checks.show_check(check)
        errors = sum(problem.severity == "error" for problem in check.problems)
        self.bar.set_ready(not errors, self._reason(errors))
        self.fit.measure.setEnabled(not errors)
        self.bar.set_provable(is_provable(self.strategy.value().get("strategy", {})))

    def show_failure(self, problems: Sequence[Problem]) -> None:
        """Say why nothing could be checked."""
        self.checks.show_problems(problems)
        self.fit.measure.setEnabled(False)
        self.bar.set_ready(False, self.tr("The engine could not check this run."))

    def say_checking(self) -> None:
        """What was allowed stays allowed meanwhile: the engine looks again at what it is sent."""
        if not self.checks.lines():
            self.checks.say(self.tr("Checking…"))

    # --- inside

    def _build_left(self, connection: "Connection") -> None:
        inside = self._left.widget()
        self.data, self.model = DataCard(inside), ModelCard(inside)
        self.training, self.strategy = TrainingCard(inside), StrategyCard(inside)
        self.sweep, self.search = SweepCard(inside), SearchCard(inside)
        for card in (self.sweep, self.search, *self.cards()[:-1]):
            self._left.column.addWidget(card)
        last = QVBoxLayout()
        last.setSpacing(0)  # the preview, often of no height, brings its distance itself
        self.preview = PreviewCard(connection, inside)
        last.addWidget(self.strategy)
        last.addWidget(self.preview, 1)
        self._left.column.addLayout(last, 1)

    def _build_right(self, right: QWidget) -> None:
        right.setMinimumWidth(RIGHT_WIDTH)
        right.setMaximumWidth(RIGHT_WIDTH + 100)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.fit, self.plan = FitCard(right), PlanCard(right)
        self.checks, self.bar = ChecksCard(right), LaunchBar(right)
        said = Scrolled(right)
        said.column.addWidget(self.fit)
        said.column.addWidget(self.plan)
        said.column.addWidget(self.checks, 1)
        column.addWidget(said, 1)
        column.addWidget(self.bar)

    def _units(self, check: Check) -> str:
        """What speed is counted in; without a plan as the task has it."""
        if check.plan is not None:
            return check.plan.units
        return "tokens" if self.data.form.value().get("task") == "language_model" else "rows"

    def _group_cards(self) -> tuple[SweepCard | SearchCard, ...]:
        return {"sweep": (self.sweep,), "search": (self.search,)}.get(self.bar.kind.value, ())

    def _show_kind(self, kind: JobKind) -> None:
        """A search has its data and devices in common with a run, and nothing else."""
        self.bar.show_kind(kind, can_search(str(self.data.form.value().get("task", ""))))
        self.sweep.setVisible(kind == "sweep")
        self.search.setVisible(kind == "search")
        for card in (self.model, self.training):
            card.setVisible(kind != "search")
        self.strategy.set_searching(kind == "search")
        self.fit.measure.setVisible(kind != "search")
        self.order_stops()

    def _on_edited(self) -> None:
        """What means nothing beside another card's choice goes out of sight."""
        spec, kind = self.value(), self.bar.kind.value
        self.training.follow(spec)
        self.sweep.follow(spec)
        if kind in ("run", "folds"):
            self._show_kind(kind_of(spec, {}))
        self.edited.emit()

    def _reason(self, errors: int) -> str:
        if errors == 1:
            return self.tr("One thing must be mended first.")
        return self.tr("{count} things must be mended first.").format(count=errors)
