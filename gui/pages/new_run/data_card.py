"""1: which data, what is learnt of it, and which columns play which part. Cleaning stands as chips below the form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.augmentation_spec import AUGMENTATION_OF_TASK
from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from engine.schema.roles import (
    LANGUAGE_FORMS,
    ROLES,
    ROLES_OF_TASK,
    language_form,
)
from engine.schema.split_spec import SPLITS_OF_TEXT
from engine.schema.train import TrainSpec
from gui.forms.fields import fields_at
from gui.forms.paths import get_at, set_at
from gui.forms.role_pickers import RolePickers
from gui.pages.new_run.cleaning_line import CleaningLine
from gui.pages.new_run.data_editors import LEARNS, DatasetEditor, LearnsEditor
from gui.pages.new_run.spec_card import SpecCard
from gui.state.roles import fitting_columns
from gui.state.unused_fields import unused_fields
from gui.widgets.button import Button

_LAST = ("features", "separator")  # shown after the other roles
_ROLE_PATHS = tuple(f"data.{role}" for role in (*(role for role in ROLES if role not in _LAST), *_LAST))
_METHOD, _GROUP = "data.split.method", "data.split.group"
_SPLIT_FIRST = (
    _METHOD,
    _GROUP,
    "data.split.time",
    "data.split.folds",
)  # what a way to split needs, then the shares
_SPLIT_PATHS = dict.fromkeys(
    (*_SPLIT_FIRST, *(view.path for view in fields_at(TrainSpec, "data.split")[0].fields))
)
_PATHS = (
    "data.source", "task", *_ROLE_PATHS, *_SPLIT_PATHS, "data.augmentation", "data.sharding", "data.bucketing",
)  # fmt: skip
_FOLDED = {
    "image_classification": ("image",),
    "recommendation": ("features",),
}  # optional roles, while they are empty


class DataCard(SpecCard):
    """``task_chosen`` and ``form_chosen`` tell that the columns must follow; ``steps_wanted`` which step is looked for."""

    dataset_chosen = Signal(str)
    task_chosen = Signal(str)
    form_chosen = Signal(str)  # of LANGUAGE_FORMS
    add_wanted = Signal()
    preview_wanted = Signal()
    steps_wanted = Signal(int)  # its place, −1 for a new one

    def __init__(self, parent: QWidget | None = None) -> None:
        self._source = DatasetEditor()
        self._pickers = RolePickers()
        source, task, *others = fields_at(TrainSpec, *_PATHS)
        editors = {"data.source": lambda view: self._source, LEARNS.path: lambda view: LearnsEditor()}
        editors |= dict.fromkeys((*_ROLE_PATHS, _GROUP, "data.split.time"), self._pickers.make)
        spans = dict.fromkeys((view.path for view in (LEARNS, *others)), 3)
        spans |= {"data.source": 5, "task": 4, "data.augmentation.kind": 3}
        super().__init__(
            self.tr("1 · Data"), (source, task, LEARNS, *others), 12, editors, spans, parent=parent
        )
        self._card: DatasetCard | None = None
        self.cleaning = CleaningLine(self)
        preview = self.cleaning.add_action(Button(self.tr("Preview rows"), "link"))
        preview.clicked.connect(self.preview_wanted)
        self.add(self.cleaning)
        self._connect()

    # --- the spec

    def value(self) -> dict[str, Any]:
        """Roles that do not show are none: what is not said must not be meant."""
        values = super().value()
        for path in set(_ROLE_PATHS) & self.form.hidden:
            set_at(values, path, None)
        for path, value in self.cleaning.value().items():
            set_at(values, path, value)
        return values

    def set_value(self, spec: dict[str, Any]) -> None:
        task, data = str(spec.get("task", "")), spec.get("data")
        roles = data if isinstance(data, dict) else {}
        self._pickers.show_dataset(self._card, task)
        super().set_value(spec)
        self._pickers.follow(task)
        form = language_form(roles)
        self.form.editor(LEARNS.path).set_value(form)
        self.cleaning.set_value(spec)
        self.form.set_folded(self._details(task, roles))
        self._follow(spec)
        if task == "language_model" and form == "text":
            self._pickers.fill_text()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        self.cleaning.set_problems(problems)
        super().set_problems(problems)

    # --- what is there

    def set_datasets(self, cards: Sequence[DatasetCard]) -> None:
        """Offer the datasets of this home."""
        self._source.set_datasets(cards)

    def show_dataset(self, card: DatasetCard | None) -> None:
        """Offer the columns of the chosen dataset, and say what cleaning would touch."""
        self._card = card
        self._pickers.show_dataset(card, str(self.form.editor("task").value()))
        self.cleaning.show_dataset(card)

    def show_preview(self, preview: StepsPreview | None) -> None:
        """What the steps do; None while that is not known."""
        self.cleaning.show_preview(preview)

    def take_steps(self, steps: Sequence[dict[str, Any]]) -> None:
        """Steps that a person edited elsewhere."""
        self.cleaning.set_steps(steps)
        self._on_edited()

    # --- inside

    def _connect(self) -> None:
        self._source.add_wanted.connect(self.add_wanted)
        self._source.changed.connect(lambda: self.dataset_chosen.emit(self._source.value()))
        task, learns = self.form.editor("task"), self.form.editor(LEARNS.path)
        task.changed.connect(lambda: self.task_chosen.emit(task.value()))
        learns.changed.connect(lambda: self.form_chosen.emit(learns.value()))
        self.cleaning.changed.connect(self._on_edited)
        self.cleaning.steps_wanted.connect(self.steps_wanted)

    def _details(self, task: str, data: dict[str, Any]) -> frozenset[str]:
        """What need not be looked at: roles and groups that are empty, and a choice of one column."""
        folded = set()
        if task == "recommendation" and not data.get("features"):
            folded.add("data.features")
        if self._card and len(fitting_columns(self._card, task, "image")) <= 1:
            folded.add("data.image")
        if get_at(data, "split.method") != "group" and not get_at(data, "split.group"):
            folded.add(_GROUP)
        return frozenset(folded)

    def _follow(self, spec: dict[str, Any]) -> None:
        """Show what means something for the task, the form and the way to split."""
        task = str(spec.get("task", ""))
        is_text = task == "language_model" and self._card is not None and self._card.form == "text"
        shown = ROLES_OF_TASK.get(task, {})
        if task == "language_model":
            shown = LANGUAGE_FORMS.get(self.form.editor(LEARNS.path).value(), ())
        hidden = {f"data.{role}" for role in ROLES if role not in shown}
        hidden |= set() if task == "language_model" else {LEARNS.path}
        unused = unused_fields(spec) | ({_GROUP} if is_text else set())
        self.form.set_hidden(frozenset(hidden | unused))
        self.cleaning.set_hidden(unused)
        self._offer_methods(SPLITS_OF_TEXT if is_text else ())
        self._offer_augmentation(AUGMENTATION_OF_TASK.get(task))

    def _offer_methods(self, names: Sequence[str]) -> None:
        view = fields_at(TrainSpec, _METHOD)[0]
        self.form.set_choices(_METHOD, [o for o in view.options if not names or o.value in names])

    def _offer_augmentation(self, kind: str | None) -> None:
        view = fields_at(TrainSpec, "data.augmentation")[0]
        self.form.set_choices(view.choice_path, [o for o in view.options if o.value == kind])

    def _on_edited(self) -> None:
        spec = self.value()
        if get_at(spec, _METHOD) == "group":
            self.form.set_folded(self.form.folded - {_GROUP})
        self._pickers.follow(str(spec.get("task", "")))
        self._follow(spec)
        super()._on_edited()
