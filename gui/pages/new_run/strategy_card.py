"""4: devices and strategy, and below them what the two decide with: precision, accumulation, checkpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.machine import Device
from engine.schema.plan import Check, Fit
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from gui.client.words import say_problem
from gui.forms.editors import FigureEditor, schema_text
from gui.forms.fields import FieldView, fields_at
from gui.forms.form import join_stops
from gui.forms.paths import get_at, merged
from gui.i18n.amounts import number
from gui.pages.new_run.auto_panel import AutoPanel
from gui.pages.new_run.device_editor import DeviceEditor
from gui.pages.new_run.spec_card import SpecCard
from gui.pages.new_run.strategy_chooser import StrategyChooser
from gui.pages.new_run.strategy_options import StrategyOptions
from gui.state.strategies import devices_for, mesh_for, strategy_for
from gui.theme.tokens import CONTROL_HEIGHT
from gui.widgets.label import Label

MICRO_BATCH = FieldView(
    path="plan.micro_batch",
    name="micro_batch",
    title=QT_TRANSLATE_NOOP("Schema", "Micro-batch per device"),
    help=QT_TRANSLATE_NOOP(
        "Schema", "Rows in one pass of a rank: its part of the global batch, divided by the passes."
    ),
    kind="text",
)


class StrategyCard(SpecCard):
    """Devices and strategy follow each other; ``proposal_wanted`` tells that Auto's choice is taken."""

    proposal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("4 · Devices and strategy"),
            _settings(),
            4,
            {MICRO_BATCH.path: lambda view: FigureEditor()},
            parent=parent,
        )
        options = fields_at(TrainSpec, "strategy")[0].options
        self._fits: dict[str, Fit] = {}
        self._machine: Sequence[Device] = ()
        self.devices, self.chooser = DeviceEditor(self), StrategyChooser(options, self)
        self.auto, self.options = AutoPanel(self), StrategyOptions(options, self)
        self._wrong = Label("", "bad", wrap=True)
        self._wrong.hide()
        self.auto.hide()
        self._place()
        self.devices.changed.connect(self._on_devices_changed)
        self.chooser.chosen.connect(self._on_strategy_chosen)
        self.chooser.more.toggled.connect(self.order_stops)
        self.options.changed.connect(self._on_edited)
        self.options.unfolded.connect(self.form.set_unfolded)
        self.form.fold.toggled.connect(self.options.set_unfolded)
        self.auto.wanted.connect(self.proposal_wanted)
        self.set_value({})

    # --- as every card

    def value(self) -> dict[str, Any]:
        strategy = {"name": self.chooser.value(), "devices": self.devices.value(), **self.options.value()}
        return merged(super().value(), {"strategy": strategy})

    def set_value(self, spec: dict[str, Any]) -> None:
        super().set_value(spec)
        strategy = spec.get("strategy")
        strategy = strategy if isinstance(strategy, dict) else {}
        self.devices.set_value(strategy.get("devices") or ["cpu"])
        self._show_strategy({"name": "single", **strategy})

    def set_problems(self, problems: Sequence[Problem]) -> None:
        super().set_problems([problem for problem in problems if not _is_strategy(problem)])
        left = self.options.set_problems([problem for problem in problems if _is_strategy(problem)])
        left.sort(key=lambda problem: problem.severity != "error")
        self._wrong.setText(" ".join(part for part in say_problem(left[0])[:2] if part) if left else "")
        self._wrong.set_role("bad" if left and left[0].severity == "error" else "warning")
        self._wrong.setVisible(bool(left))

    def focus(self, field: str) -> bool:
        if self.form.focus(field) or self.options.focus(field):
            return True
        if field.startswith("strategy"):
            self.devices.stops()[0].setFocus()
            return True
        return False

    def order_stops(self) -> None:
        """Let the Tab key walk from the devices to the last field, as they are shown."""
        join_stops(
            [
                *self.devices.stops(),
                *self.chooser.stops(),
                self.auto.use,
                *self.options.stops(),
                *self.form.stops(),
            ]
        )

    def set_searching(self, searching: bool) -> None:
        """A search only needs devices; how a model lies on them is decided run by run."""
        self.set_title(self.tr("2 · Devices") if searching else self.tr("4 · Devices and strategy"))
        self.devices.set_single(searching)
        for widget in (self.chooser, self.options, self.form, self.form.fold):
            widget.setVisible(not searching)
        self.auto.setVisible(not searching and self.chooser.value() == "auto")
        if not searching:
            self._show_strategy({**self.options.value(), "name": self.chooser.value()})

    # --- what is there, and what the check says

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offer the machine's devices."""
        self._machine = devices
        self.devices.set_devices(devices)

    def show_check(self, check: Check, units: str) -> None:
        """What each strategy would cost on the picked devices, what Auto would take, and the micro-batch."""
        self._fits = {fit.strategy: fit for fit in check.fits}
        self.chooser.show_fits(self._fits, len(self.devices.value()), units)
        self.auto.show_proposal(check.proposal)
        plan = check.plan
        rows = self.tr("{0} rows").format(number(plan.micro_batch)) if plan and plan.micro_batch else None
        self.form.editor(MICRO_BATCH.path).set_value(rows)

    # --- inside

    def _place(self) -> None:
        picked = QHBoxLayout()
        picked.setSpacing(12)
        title = Label(schema_text(fields_at(TrainSpec, "strategy.devices")[0].title), "caption")
        title.setFixedHeight(CONTROL_HEIGHT)  # on the first line of many devices
        picked.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        picked.addWidget(self.devices, 1)
        self.body.insertLayout(self.body.count() - 1, picked)
        for widget in (self._wrong, self.chooser, self.auto, self.options):
            self.body.insertWidget(self.body.count() - 1, widget)

    def _on_strategy_chosen(self, name: str) -> None:
        """The options that would work on these devices, where the check knows them; and devices that suit."""
        fit = self._fits.get(name)
        picked = self.devices.value()
        wanted = devices_for(name, picked, self._machine)
        settings: Mapping[str, Any] = fit.settings if fit and wanted == picked else {}
        self.devices.set_value(settings.get("devices", wanted))
        strategy = {**settings, "name": name}
        if name == "mesh" and "mesh" not in strategy:
            strategy["mesh"] = mesh_for(len(wanted), {})
        self._show_strategy(strategy)
        self._on_edited()

    def _on_devices_changed(self) -> None:
        ranks, name = len(self.devices.value()), self.chooser.value()
        strategy = {**self.options.value(), "name": strategy_for(name, self.devices.value())}
        if name == "mesh":
            strategy["mesh"] = mesh_for(ranks, get_at(strategy, "mesh", {}))
        self._show_strategy(strategy)
        self._on_edited()

    def _show_strategy(self, strategy: dict[str, Any]) -> None:
        name = str(strategy["name"])
        self.chooser.set_value(name)
        self.options.set_value(strategy)
        self.auto.setVisible(name == "auto")
        self.order_stops()


def _settings() -> tuple[FieldView, ...]:
    """The row below the strategies; how many checkpoints stay is a detail."""
    paths = ("training.precision", "training.accumulation", "checkpoint.every_steps", "checkpoint.keep")
    precision, accumulation, every, keep = fields_at(TrainSpec, *paths)
    return (
        precision,
        MICRO_BATCH,
        replace(accumulation, advanced=False),
        every,
        replace(keep, advanced=True),
    )


def _is_strategy(problem: Problem) -> bool:
    return (problem.field or "").startswith("strategy")
