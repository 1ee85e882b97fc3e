"""2: which network; only those that learn the task are offered, or a folder that somebody else's model lies in."""

from typing import Any

from PySide6.QtWidgets import QWidget

from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.train import TrainSpec
from gui.forms.fields import Option, fields_at
from gui.forms.path_editor import FolderEditor
from gui.pages.new_run.spec_card import SpecCard
from gui.state.unused_fields import unused_fields

_WIDE = ("model.hidden", "model.vocabulary", "model.max_tokens", "model.context", "model.tuning")


class ModelCard(SpecCard):
    """The task is the data card's; here it is followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._model = fields_at(TrainSpec, "model")[0]
        self._task = ""
        spans = {"model.name": 4, "model.path": 5} | dict.fromkeys(_WIDE, 3)
        editors = {"model.path": lambda view: FolderEditor()}
        super().__init__(self.tr("2 · Model"), (self._model,), 12, editors, spans, parent=parent)

    def set_value(self, spec: dict[str, Any]) -> None:
        self._task = str(spec.get("task", ""))
        names = MODELS_OF_TASK.get(self._task, ())
        options = [option for option in self._model.options if option.value in names or not names]
        self.form.set_choices(self._model.choice_path, options)
        super().set_value(spec)
        self._hide_unused()

    def models(self) -> tuple[Option, ...]:
        """Every model of the schema."""
        return self._model.options

    def _hide_unused(self) -> None:
        self.form.set_hidden(unused_fields({**self.form.value(), "task": self._task}))

    def _on_edited(self) -> None:
        self._hide_unused()
        super()._on_edited()
