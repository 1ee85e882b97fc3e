"""3: optimizer, schedule, batch, length, and what judges the run; settings that mean nothing for the task are not shown."""

from typing import Any

from PySide6.QtWidgets import QWidget

from engine.schema.metrics import METRICS_OF_TASK
from engine.schema.train import TrainSpec
from gui.forms.fields import fields_at
from gui.forms.lines_editor import LinesEditor
from gui.pages.new_run.spec_card import SpecCard
from gui.state.unused_fields import unused_fields

_WITH_THE_STRATEGY = ("precision", "accumulation")  # training settings that stand below the strategies
_FIRST = ("optimizer.name", "optimizer.learning_rate", "batch_size", "epochs", "schedule.name", "seed")
_WIDE = ("metric", "weights", "activation_checkpointing", "ema", "samples", "early_stopping.min_delta")


class TrainingCard(SpecCard):
    """What the other cards say of the run comes with ``follow``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        training = fields_at(TrainSpec, "training")[0]
        shown = tuple(view for view in training.fields if view.name not in _WITH_THE_STRATEGY)
        spans = dict.fromkeys((f"training.{name}" for name in _WIDE), 2) | {"training.samples": 6}
        editors = {"training.samples": lambda view: LinesEditor()}
        first = tuple(f"training.{name}" for name in _FIRST)
        super().__init__(self.tr("3 · Training"), shown, 6, editors, spans, first, parent=parent)

    def set_value(self, spec: dict[str, Any]) -> None:
        self._offer_metrics(str(spec.get("task", "")))
        super().set_value(spec)
        self.follow(spec)

    def follow(self, spec: dict[str, Any]) -> None:
        """Show what means something beside the rest of the run."""
        self.form.set_hidden(unused_fields(spec))

    def _offer_metrics(self, task: str) -> None:
        metric = fields_at(TrainSpec, "training.metric")[0]
        names = METRICS_OF_TASK.get(task, ())
        options = [option for option in metric.options if option.value in names or not names]
        self.form.set_choices(metric.path, options)
