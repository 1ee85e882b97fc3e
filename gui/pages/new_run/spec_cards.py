"""What a new run learns: its data, its model, and how it trains, a card each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.roles import TARGET_TASKS, TEXT_TASKS
from engine.schema.train import TrainSpec
from gui.forms.column_editors import ColumnEditor, ColumnsEditor
from gui.forms.editors import schema_text
from gui.forms.fields import FieldView, Option, fields_at
from gui.forms.paths import get_at, set_at
from gui.i18n.amounts import number
from gui.pages.new_run.data_editors import DatasetEditor
from gui.pages.new_run.spec_card import SpecCard
from gui.widgets.button import Button
from gui.widgets.chips import ChoiceChip
from gui.widgets.flow import FlowLayout

_WITH_THE_STRATEGY = ("precision", "accumulation")  # training settings that stand below the strategies
_MODEL_SPANS = {"task": 3, "model.name": 4} | dict.fromkeys(
    ("model.hidden", "model.vocabulary", "model.max_tokens", "model.context"), 3
)


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
        if spec.get("task") == "language_model" and self._card is not None and not self._text.value():
            self._text.set_value(self._card.text_column(None))
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
        """A text task reads one text column, a table task all the others; a language model predicts none."""
        self._chips["data.cleaning.missing"].setVisible(task != "language_model")  # a text has no cells
        hidden = {"data.features" if task in TEXT_TASKS else "data.text"}
        self.form.set_hidden(frozenset(hidden if task in TARGET_TASKS else {*hidden, "data.target"}))

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
        shown = tuple(view for view in training.fields if view.name not in _WITH_THE_STRATEGY)
        order = ("optimizer.name", "optimizer.learning_rate", "batch_size", "epochs", "schedule.name", "seed")
        super().__init__(
            self.tr("3 · Training"),
            shown,
            6,
            spans=dict.fromkeys(("training.activation_checkpointing", "training.ema"), 2),
            first=tuple(f"training.{name}" for name in order),
            parent=parent,
        )


def _default_of(path: str) -> Any:
    return fields_at(TrainSpec, path)[0].default
