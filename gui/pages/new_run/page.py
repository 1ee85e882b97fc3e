"""New run: from a recipe, a dataset or a file to a spec, and from the spec to a run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.job import Job
from engine.schema.plan import Check
from engine.schema.problem import Problem
from gui.context import Context
from gui.forms.paths import get_at
from gui.pages.new_run.editor import SpecEditor
from gui.pages.new_run.incoming import Incoming
from gui.pages.new_run.prepared_data import PreparedData
from gui.pages.new_run.recipe_menu import RecipeMenu
from gui.pages.new_run.spec_files import SpecFiles, notify_all
from gui.pages.new_run.start_view import StartView
from gui.state.device_users import device_users
from gui.state.draft import Draft
from gui.state.draft_file import DraftFile
from gui.state.job_kind import can_search, in_kind
from gui.state.proof import Proof
from gui.state.proposal import propose, suited, switched
from gui.state.roles import roles_of_form
from gui.state.spec_changes import with_changes
from gui.state.steps import key_of
from gui.state.sweep_settings import kept_ranges
from gui.widgets.button import Button
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import Label
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader

_SPEC_SUFFIXES = (".yaml", ".yml")
SPEC = "spec"  # the id under which a spec comes from elsewhere


class NewRunPage(Page):
    """Edits one Draft and launches it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recipe = ""  # the id of the recipe that was taken
        file = DraftFile(context.connection.home.root / "draft.json")
        self.draft = Draft(context.connection, file.save, self)
        self._proof = Proof(context.connection, self)
        self._files = SpecFiles(context, self.draft, self)
        self._build()
        self._prepared = PreparedData(context.connection, self.editor.data, self)
        self._connect()
        self._take_up(file.load())

    # --- the window's calls

    def shown(self, id: str | None = None) -> None:
        """Come to the front; ``id`` is a dataset to start with, a job to repeat with changes, or “spec” for the one that
        waits in the context's memory."""
        self._ask_recipes()
        self._on_datasets_changed()
        self._on_machine_changed()
        self._on_jobs_changed()
        if id in self._context.library.datasets:
            self._start_with(self._context.library.datasets[id])
        elif id in self._context.library.jobs:
            self._repeat(self._context.library.jobs[id])
        elif id == SPEC and (spec := self._context.memory.pop(f"{SPEC} new_run", None)):
            self._recipe = ""
            self.draft.take(spec)
        else:
            self.draft.check_again()

    def hidden(self) -> None:
        """Leave the front."""
        self.draft.save_now()
        self._context.memory["new_run"] = self._recipe

    # --- building

    def _build(self) -> None:
        self._header = PageHeader(self.tr("New run"))
        self._from = self._header.add_beside(Label(self.tr("from recipe"), "dim"))
        self._recipe_menu = self._header.add_beside(RecipeMenu())
        self._incoming = self._header.add_beside(Incoming(self._context))
        self._incoming.hide()
        self._open = self._header.add_action(Button(self.tr("Open YAML")))
        self._save = self._header.add_action(Button(self.tr("Save as YAML")))
        self.column.addWidget(self._header)
        self._body = QStackedWidget(self)
        self.column.addWidget(self._body, 1)
        self.start = StartView(self._body)
        self._body.addWidget(self.start)
        self.editor = SpecEditor(self._context.connection, self._body)
        self._body.addWidget(self.editor)
        self.bar = self.editor.bar

    def _connect(self) -> None:
        self.editor.edited.connect(self._on_edited)
        self.bar.launch_wanted.connect(lambda: self._launch(trial=False))
        self.bar.trial_wanted.connect(lambda: self._launch(trial=True))
        self.bar.proof_wanted.connect(self._prove)
        self.editor.fit.measure_wanted.connect(lambda: self._launch(trial=True))
        self.editor.strategy.proposal_wanted.connect(self._take_proposal)
        self.editor.data.dataset_chosen.connect(self._on_dataset_chosen)
        self.editor.data.add_wanted.connect(self._incoming.ask_for_file)
        self.editor.data.preview_wanted.connect(self._on_preview_wanted)
        self.editor.data.task_chosen.connect(self._on_task_chosen)
        self.editor.data.form_chosen.connect(self._on_form_chosen)
        self.editor.data.steps_wanted.connect(self._on_steps_wanted)
        self.bar.kind_chosen.connect(self._on_kind_chosen)
        self._recipe_menu.recipe_chosen.connect(self._on_recipe_chosen)
        self._recipe_menu.start_over.connect(self._on_start_over)
        self.start.recipe_chosen.connect(self._on_recipe_chosen)
        self.start.dataset_chosen.connect(self._on_dataset_chosen)
        self.start.add_wanted.connect(self._incoming.ask_for_file)
        self.start.folder_wanted.connect(self._incoming.ask_for_folder)
        self._incoming.came.connect(self._on_came)
        self._open.clicked.connect(self._files.ask_what_to_open)
        self._save.clicked.connect(self._files.ask_where_to_save)
        self._files.opening.connect(self._on_file_opening)
        FileDrop(self).dropped.connect(self._on_dropped)
        self._connect_states()

    def _connect_states(self) -> None:
        self.draft.spec_changed.connect(self._on_spec_changed)
        self.draft.checking.connect(self.editor.say_checking)
        self.draft.checked.connect(self.editor.show_check)
        self.draft.check_failed.connect(self.editor.show_failure)
        self.draft.submitted.connect(self._on_submitted)
        self.draft.refused.connect(self._on_refused)
        self._proof.started.connect(self._on_proof_started)
        self._proof.refused.connect(self._on_refused)
        library = self._context.library
        self._context.connection.engine_changed.connect(self.draft.check_again)
        library.datasets_changed.connect(self._on_datasets_changed)
        library.job_changed.connect(self._on_jobs_changed)
        library.job_removed.connect(self._on_jobs_changed)
        self._context.machine.machine_changed.connect(self._on_machine_changed)

    # --- starting points

    def _take_up(self, spec: dict[str, Any] | None) -> None:
        """Go on with what the window was closed over."""
        self._recipe = self._context.memory.get("new_run", "")
        if spec:
            self.draft.take(spec)
        else:
            self._on_spec_changed()

    def _ask_recipes(self) -> None:
        if not self._recipe_menu.recipes:
            self._context.connection.call(lambda engine: engine.recipes(), self._on_recipes)

    def _on_recipes(self, recipes: list[Recipe]) -> None:
        self.start.set_recipes(recipes)
        self._recipe_menu.set_recipes(recipes)
        self._say_recipe()

    def _on_recipe_chosen(self, id: str) -> None:
        recipe = self._recipe_menu.recipes[id]
        if recipe.sample is None:
            self._recipe = id
            self.draft.take(recipe.spec.model_dump(mode="json"))
        else:
            self._incoming.add_sample(id, recipe.sample)

    def _on_start_over(self) -> None:
        self._recipe = ""
        self.draft.clear()

    def _repeat(self, job: Job) -> None:
        """A job again; what a stop proposed to change in a run waits in the context's memory."""
        if job.kind == "serve":
            return
        self._recipe = ""
        changes = self._context.memory.pop(f"changes {job.id}", {})
        self.draft.take(with_changes(job.spec.model_dump(mode="json"), changes))

    def _start_with(self, card: DatasetCard) -> None:
        """With the steps and the split that were prepared for it before."""
        self._recipe = ""
        self.draft.replace(propose(card, self._context.memory.get(key_of(card.id))), {})

    def _on_dataset_chosen(self, id: str) -> None:
        card = self._context.library.datasets.get(id)
        if card is not None:
            self._start_with(card)

    def _on_task_chosen(self, task: str) -> None:
        """Columns, model and lengths follow the task; what fits stays as it was edited."""
        self._replace_run(switched(self.editor.value(), task, self._dataset()))

    def _on_form_chosen(self, form: str) -> None:
        """A language model's columns make one form together."""
        card, run = self._dataset(), self.editor.value()
        if card is not None:
            data = run["data"]
            self._replace_run({**run, "data": {**data, **roles_of_form(card, form, data)}})

    def _on_kind_chosen(self, kind: str) -> None:
        self.draft.replace(*in_kind(self.editor.value(), self.editor.group(), kind))
        self._on_edited()  # the name follows

    def _replace_run(self, run: dict[str, Any]) -> None:
        """Another run in the same kind of job; of a sweep those ranges stay whose settings the run still has."""
        group = self.editor.group()
        if sweep := group.get("sweep"):
            group["sweep"] = {**sweep, "ranges": kept_ranges(sweep.get("ranges", {}), run)}
        if group.get("kind") == "search" and not can_search(run["task"]):
            group["kind"] = "run"
        self.draft.replace(run, group)

    def _dataset(self) -> DatasetCard | None:
        source = get_at(self.draft.spec, "data.source", "")
        datasets = self._context.library.datasets
        named = [card for card in datasets.values() if card.name == source]
        return datasets.get(source) or (named[0] if len(named) == 1 else None)

    def _take_proposal(self) -> None:
        """Auto's choice becomes the draft's."""
        check = self.draft.check
        if check is not None and check.proposal is not None:
            self.draft.replace(with_changes(self.draft.spec, check.proposal.changes))

    # --- files

    def _on_dropped(self, path: Path) -> None:
        """A spec is opened; a table, a text, or a folder becomes a dataset."""
        if path.suffix.lower() in _SPEC_SUFFIXES and path.is_file():
            self.open_file(path)
        else:
            self._incoming.add(path)

    def _on_came(self, card: DatasetCard, recipe: str) -> None:
        """Data of a person's own proposes a run; a sample is what its recipe waits for."""
        self._context.library.datasets.setdefault(card.id, card)  # the stream tells it too, a moment later
        self._on_datasets_changed()
        if not recipe:
            self._start_with(card)
            return
        self._recipe = recipe
        spec = self._recipe_menu.recipes[recipe].spec.model_dump(mode="json")
        self.draft.take({**spec, "data": {**spec["data"], "source": card.id}})

    def open_file(self, path: Path) -> None:
        """Start from a spec file; what is wrong in it is said with its line or field."""
        self._files.open_file(path)

    def _on_file_opening(self) -> None:
        self._recipe = ""

    # --- editing

    def _on_edited(self) -> None:
        self._follow_model()
        self.editor.name_after_model(self._dataset())
        self._take_in()

    def _follow_model(self) -> None:
        """Lengths and rate follow another model as long as they are those that were proposed."""
        card, before, run = self._dataset(), get_at(self.draft.spec, "model.name"), self.editor.value()
        if card is not None and before and get_at(run, "model.name") not in (None, before):
            self.editor.training.set_value(suited(run, before, card))

    def _on_spec_changed(self) -> None:
        blank = self.draft.is_blank
        self._body.setCurrentIndex(0 if blank else 1)
        self._save.setVisible(not blank)
        self._say_recipe()
        if blank:
            return
        self.editor.show_dataset(self._dataset())
        self.editor.set_value(self.draft.spec, self.draft.group)
        self._take_in()  # with the defaults the form filled in

    def _take_in(self) -> None:
        """The draft is what stands in the form; its steps are looked at."""
        self.draft.edit(self.editor.value(), self.editor.group())
        self._prepared.look(self._dataset(), self.draft.spec)

    def _on_steps_wanted(self, place: int) -> None:
        card = self._dataset()
        if card is not None:
            self._prepared.edit(card, self.draft.spec, place)

    def _say_recipe(self) -> None:
        shown = not self.draft.is_blank
        self._from.setVisible(self._recipe_menu.say(self._recipe) and shown)
        self._recipe_menu.setVisible(shown)

    def _on_datasets_changed(self) -> None:
        cards = sorted(self._context.library.datasets.values(), key=lambda card: -card.created)
        self.editor.data.set_datasets(cards)
        self.start.set_datasets(cards)
        if not self.draft.is_blank:
            self.editor.show_dataset(self._dataset())

    def _on_machine_changed(self) -> None:
        machine = self._context.machine.machine
        if machine is not None:
            self.editor.set_devices(machine.devices)

    def _on_jobs_changed(self, id: str = "") -> None:
        self.editor.strategy.devices.set_users(device_users(self._context.library.jobs.values()))

    def _on_preview_wanted(self) -> None:
        card = self._dataset()
        if card is not None:
            self._context.navigate("datasets", card.id)

    # --- launching

    def _launch(self, trial: bool) -> None:
        self.bar.set_ready(False)
        self.draft.launch(trial)

    def _prove(self) -> None:
        self.bar.set_ready(False)
        self._proof.start(self.draft.spec, self.tr("one device"))

    def _on_submitted(self, job: Job) -> None:
        self.bar.set_ready(self.draft.is_ready)
        self._context.navigate("run", job.id)

    def _on_proof_started(self, jobs: list[Job]) -> None:
        self.bar.set_ready(self.draft.is_ready)
        for job in jobs:
            self._context.library.jobs.setdefault(job.id, job)  # the stream tells them too, a moment later
        self._context.navigate("compare", ",".join(job.id for job in jobs))

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        at_fields = [problem for problem in problems if problem.field]
        if not at_fields:  # such as a lost engine: the same click again asks for the same job
            self.bar.set_ready(True)
            notify_all(self._context, problems)
            return
        self.editor.show_check(Check(problems=tuple(problems)))
        QTimer.singleShot(0, self, lambda: self.editor.focus(at_fields[0].field or ""))
