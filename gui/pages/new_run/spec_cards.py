"""The four cards of a new run, each holding its part of the spec in a form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.machine import Device
from engine.schema.model_spec import MODELS_OF_TASK, TEXT_TASKS
from engine.schema.plan import Plan
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text
from gui.forms.fields import FieldView, Option, fields_at
from gui.forms.form import EditorFactory, SchemaForm
from gui.forms.paths import get_at, set_at
from gui.i18n.amounts import number, size
from gui.pages.new_run.data_editors import ColumnEditor, ColumnsEditor, DatasetEditor
from gui.pages.new_run.device_editor import DeviceEditor
from gui.pages.new_run.strategy_editor import StrategyEditor
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.chips import ChoiceChip
from gui.widgets.flow import FlowLayout

_MODEL_SPANS = {"task": 3, "model.name": 4} | dict.fromkeys(
    ("model.hidden", "model.vocabulary", "model.max_tokens"), 3
)


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
        self.form = SchemaForm(fields, columns, editors, spans, first, self)
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


class DataCard(SpecCard):
    """1: which data. Cleaning stands as chips below the form."""

    dataset_chosen = Signal(str)  # a person picked another dataset
    add_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._source = DatasetEditor()
        self._target, self._text, self._features = ColumnEditor(), ColumnEditor(True), ColumnsEditor()
        paths = ("data.source", "data.target", "data.features", "data.text", "data.split", "data.sharding")
        super().__init__(
            self.tr("1 · Data"),
            fields_at(TrainSpec, *paths),
            12,
            {
                "data.source": lambda view: self._source,
                "data.target": lambda view: self._target,
                "data.features": lambda view: self._features,
                "data.text": lambda view: self._text,
            },
            {"data.source": 6, "data.target": 3, "data.features": 3, "data.text": 3}
            | dict.fromkeys(("data.split.method", "data.split.validation", "data.split.test"), 4)
            | dict.fromkeys(("data.split.seed", "data.sharding"), 4),
            parent=parent,
        )
        self._chips = {
            view.path: self._chip(view) for view in fields_at(TrainSpec, "data.cleaning")[0].fields
        }
        self._preview = Button(self.tr("Preview rows"), "link")
        self._preview.clicked.connect(self.preview_wanted)
        self._add_chip_line()
        self._card: DatasetCard | None = None
        self._source.add_wanted.connect(self.add_wanted)
        self._source.changed.connect(self._on_source_changed)
        self._target.changed.connect(self._on_target_changed)

    def value(self) -> dict[str, Any]:
        values = super().value()
        for path, chip in self._chips.items():
            set_at(values, path, chip.value)
        return values

    def set_value(self, spec: dict[str, Any]) -> None:
        super().set_value(spec)
        for path, chip in self._chips.items():
            chip.set_value(str(get_at(spec, path, _default_of(path))))
        self.follow_task(str(spec.get("task", "")))
        self._on_target_changed()

    def set_datasets(self, cards: Sequence[DatasetCard]) -> None:
        """Offer the datasets of this home."""
        self._source.set_datasets(cards)

    def show_dataset(self, card: DatasetCard | None) -> None:
        """Offer the columns of the chosen dataset, and say what cleaning would touch."""
        self._card = card
        columns = card.columns if card else ()
        self._target.set_columns(columns)
        self._text.set_columns([column for column in columns if column.kind in ("text", "category")])
        self._features.set_columns(columns, self._target.value() or "")
        missing = sum(column.missing for column in columns)
        self._chips["data.cleaning.missing"].set_note(number(missing) if card else "")
        self._chips["data.cleaning.duplicates"].set_note(number(card.duplicates) if card else "")
        self._preview.setEnabled(card is not None)

    def follow_task(self, task: str) -> None:
        """A text task reads one text column, a table task all the others."""
        self.form.set_hidden(frozenset({"data.features" if task in TEXT_TASKS else "data.text"}))

    def _chip(self, view: FieldView) -> ChoiceChip:
        chip = ChoiceChip(
            schema_text(view.title), [(option.value, schema_text(option.label)) for option in view.options]
        )
        chip.setToolTip(schema_text(view.help))
        chip.chosen.connect(self._on_edited)
        return chip

    def _add_chip_line(self) -> None:
        line, chips = QHBoxLayout(), QWidget()
        flow = FlowLayout(chips, 8)
        for chip in self._chips.values():
            flow.addWidget(chip)
        line.addWidget(chips, 1)
        line.addWidget(self._preview)
        self.add_layout(line)

    def _on_source_changed(self) -> None:
        self.dataset_chosen.emit(self._source.value())

    def _on_target_changed(self) -> None:
        self._features.set_columns(self._card.columns if self._card else (), self._target.value() or "")


class ModelCard(SpecCard):
    """2: what is learnt, and by which model; only models that suit the task are offered."""

    task_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        task, self._model = fields_at(TrainSpec, "task", "model")
        super().__init__(self.tr("2 · Model"), (task, self._model), 12, spans=_MODEL_SPANS, parent=parent)
        self.form.editor("task").changed.connect(
            lambda: self.task_chosen.emit(self.form.editor("task").value())
        )
        self.follow_task()

    def set_value(self, spec: dict[str, Any]) -> None:
        self._offer(str(spec.get("task", "")))
        super().set_value(spec)

    def models(self) -> tuple[Option, ...]:
        """Every model of the schema."""
        return self._model.options

    def follow_task(self) -> None:
        """Offer the models of the task that is chosen now."""
        self._offer(str(self.form.editor("task").value()))

    def _offer(self, task: str) -> None:
        names = MODELS_OF_TASK.get(task, ())
        options = [option for option in self._model.options if option.value in names or not names]
        self.form.set_choices(self._model.choice_path, options)


class TrainingCard(SpecCard):
    """3: optimizer, schedule, batch and length."""

    def __init__(self, parent: QWidget | None = None) -> None:
        training = fields_at(TrainSpec, "training")[0]
        shown = tuple(view for view in training.fields if view.name != "precision")
        order = ("optimizer.name", "optimizer.learning_rate", "batch_size", "epochs", "schedule.name", "seed")
        super().__init__(
            self.tr("3 · Training"),
            shown,
            6,
            first=tuple(f"training.{name}" for name in order),
            parent=parent,
        )


class StrategyCard(SpecCard):
    """4: devices and strategy, precision and checkpoints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._devices: list[DeviceEditor] = []
        self._strategies: StrategyEditor | None = None
        self._clicked = ""
        self._slots = 1
        super().__init__(
            self.tr("4 · Devices and strategy"),
            fields_at(TrainSpec, "strategy", "training.precision", "checkpoint"),
            6,
            {"strategy.name": self._make_strategies, "strategy.devices": self._make_devices},
            {"strategy.name": 6, "strategy.devices": 6}
            | dict.fromkeys(("training.precision", "checkpoint.every_steps", "checkpoint.keep"), 2),
            first=("strategy.devices", "strategy.name"),
            parent=parent,
        )

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offer the machine's devices."""
        self._slots = next((device.slots for device in devices if device.id == "cpu"), 1)
        for editor in self._devices:
            editor.set_devices(devices)

    def show_plan(self, plan: Plan | None) -> None:
        """Say on the picked card what it costs."""
        if self._strategies is None:
            return
        if plan is None:
            self._strategies.set_figures("", "caption")
            return
        fits = plan.memory_available is None or plan.memory.total <= plan.memory_available
        words = (
            self.tr("{memory} per rank · {ranks} ranks")
            if plan.world_size > 1
            else self.tr("{memory} · one rank")
        )
        text = words.format(memory=size(plan.memory.total), ranks=plan.world_size)
        self._strategies.set_figures(
            text if fits else self.tr("{text} · does not fit").format(text=text), "good" if fits else "bad"
        )

    def _make_strategies(self, view: FieldView) -> StrategyEditor:
        self._strategies = StrategyEditor(view.options)
        self._strategies.changed.connect(lambda: self._remember("strategy"))
        return self._strategies

    def _make_devices(self, view: FieldView) -> DeviceEditor:
        editor = DeviceEditor()
        editor.changed.connect(lambda: self._remember("devices"))
        self._devices.append(editor)
        return editor

    def _remember(self, clicked: str) -> None:
        self._clicked = clicked

    def _on_edited(self) -> None:
        self._agree()
        super()._on_edited()

    def _agree(self) -> None:
        """One device and replicas contradict each other, so the other side follows what was clicked last."""
        strategy, devices = self.form.editor("strategy.name"), self.form.editor("strategy.devices")
        picked = devices.value()
        clicked, self._clicked = self._clicked, ""
        if clicked == "strategy" and strategy.value() == "single" and len(picked) > 1:
            devices.set_value(picked[:1])
        elif clicked == "strategy" and strategy.value() == "ddp" and picked == ["cpu"] and self._slots > 1:
            devices.set_value(["cpu", "cpu"])
        elif clicked == "devices" and strategy.value() == "single" and len(picked) > 1:
            strategy.set_value("ddp")
            strategy.changed.emit()


def _default_of(path: str) -> Any:
    return fields_at(TrainSpec, path)[0].default
