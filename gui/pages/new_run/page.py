"""New run: four cards that make a spec, what it would take on this machine, and the launch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.job import Job
from engine.schema.plan import Check
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.context import Context
from gui.forms.editors import schema_text
from gui.forms.paths import get_at, merged
from gui.pages.new_run.checks_card import ChecksCard
from gui.pages.new_run.fit_card import FitCard, PlanCard
from gui.pages.new_run.launch_bar import LaunchBar
from gui.pages.new_run.preview_card import PreviewCard
from gui.pages.new_run.spec_cards import DataCard, ModelCard, SpecCard, StrategyCard, TrainingCard
from gui.pages.new_run.spec_files import SpecFiles, notify_all
from gui.pages.new_run.start_view import StartView
from gui.state.dataset_import import DatasetImport
from gui.state.draft import Draft
from gui.state.draft_file import DraftFile
from gui.state.proposal import columns_for, model_for, propose
from gui.widgets.button import Button
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import Label
from gui.widgets.page import Page, Scrolled
from gui.widgets.page_header import PageHeader
from gui.widgets.spinner import Spinner

RIGHT_WIDTH = 336


class NewRunPage(Page):
    """Edits one Draft and launches it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recipes: dict[str, Recipe] = {}
        self._recipe = ""  # the id of the recipe that waits for its sample, or was taken
        file = DraftFile(context.connection.home.root / "draft.json")
        self.draft = Draft(context.connection, file.save, self)
        self._imports = DatasetImport(context.connection, self)
        self._files = SpecFiles(context, self.draft, self)
        self._build()
        self._connect()
        self._take_up(file.load())

    # --- the window's calls

    def shown(self, id: str | None = None) -> None:
        """Come to the front; ``id`` is a dataset to start with, or a run to repeat with changes."""
        self._ask_recipes()
        self._on_datasets_changed()
        self._on_machine_changed()
        if id in self._context.library.datasets:
            self._start_with(self._context.library.datasets[id])
        elif id in self._context.library.jobs:
            self._repeat(self._context.library.jobs[id])
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
        self._recipe_chip = Button("", "chip")
        self._recipe_chip.setAccessibleName(self.tr("Recipe"))
        self._menu = QMenu(self._recipe_chip)
        self._recipe_chip.setMenu(self._menu)
        self._recipe_chip.setProperty("menu", True)
        self._header.add_beside(self._recipe_chip)
        self._spinner, self._busy = Spinner(), Label("", "dim")
        for widget in (self._spinner, self._busy):
            self._header.add_beside(widget).hide()
        self._open = self._header.add_action(Button(self.tr("Open YAML")))
        self._save = self._header.add_action(Button(self.tr("Save as YAML")))
        self.column.addWidget(self._header)
        self._body = QStackedWidget(self)
        self.column.addWidget(self._body, 1)
        self.start = StartView(self._body)
        self._body.addWidget(self.start)
        self._build_editor()

    def _build_editor(self) -> None:
        """From the outside in: Qt styles a widget and all within it anew each time it gets a parent."""
        editor = QWidget(self._body)
        self._body.addWidget(editor)
        layout = QHBoxLayout(editor)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        self._left, right = Scrolled(editor), QWidget(editor)
        layout.addWidget(self._left, 3)
        layout.addWidget(right, 1)
        inside = self._left.widget()
        self.data, self.model = DataCard(inside), ModelCard(inside)
        self.training, self.strategy = TrainingCard(inside), StrategyCard(inside)
        for card in self._cards()[:-1]:
            self._left.column.addWidget(card)
        last = QVBoxLayout()
        last.setSpacing(0)  # the preview, often of no height, brings its distance itself
        self.preview = PreviewCard(self._context.connection, inside)
        last.addWidget(self.strategy)
        last.addWidget(self.preview, 1)
        self._left.column.addLayout(last, 1)
        self._build_right(right)

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

    def _cards(self) -> tuple[SpecCard, ...]:
        return (self.data, self.model, self.training, self.strategy)

    def _connect(self) -> None:
        for card in self._cards():
            card.edited.connect(self._on_edited)
        self.bar.form.changed.connect(self._on_edited)
        self.bar.launch_wanted.connect(lambda: self._launch(trial=False))
        self.bar.trial_wanted.connect(lambda: self._launch(trial=True))
        self.data.dataset_chosen.connect(self._on_dataset_chosen)
        self.data.add_wanted.connect(self._on_add_wanted)
        self.data.preview_wanted.connect(self._on_preview_wanted)
        self.model.task_chosen.connect(self._on_task_chosen)
        self.checks.field_wanted.connect(self._focus)
        self.start.recipe_chosen.connect(self._on_recipe_chosen)
        self.start.dataset_chosen.connect(self._on_dataset_chosen)
        self.start.add_wanted.connect(self._on_add_wanted)
        self._open.clicked.connect(self._files.ask_what_to_open)
        self._save.clicked.connect(self._files.ask_where_to_save)
        self._files.opening.connect(self._on_file_opening)
        FileDrop(self).dropped.connect(self._imports.add_file)
        self._connect_states()

    def _connect_states(self) -> None:
        self._imports.started.connect(self._on_import_started)
        self._imports.imported.connect(self._on_imported)
        self._imports.refused.connect(self._on_import_refused)
        self._imports.idle.connect(self._on_import_idle)
        self.draft.spec_changed.connect(self._on_spec_changed)
        self.draft.checking.connect(self._on_checking)
        self.draft.checked.connect(self._on_checked)
        self.draft.check_failed.connect(self._on_check_failed)
        self.draft.submitted.connect(self._on_submitted)
        self.draft.refused.connect(self._on_refused)
        self._context.connection.engine_changed.connect(self.draft.check_again)
        self._context.library.datasets_changed.connect(self._on_datasets_changed)
        self._context.machine.machine_changed.connect(self._on_machine_changed)

    # --- starting points

    def _take_up(self, spec: dict[str, Any] | None) -> None:
        """Go on with what the window was closed over."""
        self._recipe = self._context.memory.get("new_run", "")
        if spec:
            self.draft.replace(spec)
        else:
            self._on_spec_changed()

    def _ask_recipes(self) -> None:
        if not self._recipes:
            self._context.connection.call(lambda engine: engine.recipes(), self._on_recipes)

    def _on_recipes(self, recipes: list[Recipe]) -> None:
        self._recipes = {recipe.id: recipe for recipe in recipes}
        self.start.set_recipes(recipes)
        self._menu.clear()
        for recipe in recipes:
            action = QAction(schema_text(recipe.title), self._menu)
            action.triggered.connect(lambda _=False, id=recipe.id: self._on_recipe_chosen(id))
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Start over"), self._on_start_over)
        self._say_recipe()

    def _on_recipe_chosen(self, id: str) -> None:
        recipe = self._recipes[id]
        self._recipe = id
        if recipe.sample is None:
            self.draft.replace(recipe.spec.model_dump(mode="json"))
        else:
            self._imports.add_sample(id, recipe.sample)

    def _on_start_over(self) -> None:
        self._recipe = ""
        self.draft.clear()

    def _repeat(self, job: Job) -> None:
        if job.kind == "train":
            self._recipe = ""
            self.draft.replace(job.spec.model_dump(mode="json"))

    def _start_with(self, card: DatasetCard) -> None:
        self._recipe = ""
        self.draft.replace(propose(card))

    def _on_dataset_chosen(self, id: str) -> None:
        card = self._context.library.datasets.get(id)
        if card is not None:
            self._start_with(card)

    def _on_task_chosen(self, task: str) -> None:
        """The columns and the model follow the task; everything else stays as it was edited."""
        spec = self._collected()
        card = self._dataset()
        columns = columns_for(card, task, str(spec["data"].get("target") or "")) if card else {"text": None}
        model = {"name": model_for(task, card.rows if card else 0)}
        self.draft.replace(
            {**spec, "task": task, "data": {**spec["data"], **columns, "features": None}, "model": model}
        )

    def _dataset(self) -> DatasetCard | None:
        source = get_at(self.draft.spec, "data.source", "")
        datasets = self._context.library.datasets
        named = [card for card in datasets.values() if card.name == source]
        return datasets.get(source) or (named[0] if len(named) == 1 else None)

    # --- files

    def _on_add_wanted(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a file"), "", self.tr("Tables (*.csv *.tsv *.txt *.tab);;All files (*)")
        )
        if name:
            self._imports.add_file(Path(name))

    def _on_import_started(self, name: str) -> None:
        self._busy.setText(self.tr("Reading {name}…").format(name=name))
        self._spinner.show()
        self._busy.show()

    def _on_import_idle(self) -> None:
        self._spinner.hide()
        self._busy.hide()

    def _on_imported(self, card: DatasetCard) -> None:
        self._context.library.datasets.setdefault(card.id, card)  # the stream tells it too, a moment later
        self._on_datasets_changed()
        recipe = self._recipes.get(self._recipe)
        if recipe is None:
            self._start_with(card)
            return
        spec = recipe.spec.model_dump(mode="json")
        self.draft.replace({**spec, "data": {**spec["data"], "source": card.id}})

    def _on_import_refused(self, problems: Sequence[Problem]) -> None:
        self._recipe = ""
        for problem in problems:
            self._context.notify(problem_line(problem), "error")

    def open_file(self, path: Path) -> None:
        """Start from a spec file; what is wrong in it is said with its line or field."""
        self._files.open_file(path)

    def _on_file_opening(self) -> None:
        self._recipe = ""

    def _notify_all(self, problems: Sequence[Problem]) -> None:
        notify_all(self._context, problems)

    # --- editing

    def _collected(self) -> dict[str, Any]:
        spec: dict[str, Any] = {"kind": "train", **self.bar.form.value()}
        for card in self._cards():
            spec = merged(spec, card.value())
        return spec

    def _on_edited(self) -> None:
        self._say_name()
        self.draft.edit(self._collected())

    def _say_name(self) -> None:
        """The proposed name follows the model until a person names the run."""
        form, card = self.bar.form, self._dataset()
        name, model = (
            str(form.value().get("name", "")),
            self.model.form.value().get("model", {}).get("name", ""),
        )
        if card is not None and name in {
            f"{card.name}-{option.value}"[:80] for option in self.model.models()
        }:
            form.set_value({"name": f"{card.name}-{model}"[:80]})

    def _on_spec_changed(self) -> None:
        blank = self.draft.is_blank
        self._body.setCurrentIndex(0 if blank else 1)
        self._save.setVisible(not blank)
        self._say_recipe()
        if blank:
            return
        spec = self.draft.spec
        self._show_dataset()
        for card in self._cards():
            card.set_value(spec)
        self.bar.form.set_value(spec)
        self.draft.edit(self._collected())  # with the defaults the form filled in

    def _say_recipe(self) -> None:
        recipe = self._recipes.get(self._recipe)
        shown = not self.draft.is_blank
        self._from.setVisible(shown and recipe is not None)
        self._recipe_chip.setVisible(shown)
        self._recipe_chip.setText(schema_text(recipe.title) if recipe else self.tr("Recipes"))

    def _on_datasets_changed(self) -> None:
        cards = sorted(self._context.library.datasets.values(), key=lambda card: -card.created)
        self.data.set_datasets(cards)
        self.start.set_datasets(cards)
        if not self.draft.is_blank:
            self._show_dataset()

    def _show_dataset(self) -> None:
        card = self._dataset()
        self.data.show_dataset(card)
        self.preview.show_dataset(card)

    def _on_machine_changed(self) -> None:
        machine = self._context.machine.machine
        if machine is not None:
            self.strategy.set_devices(machine.devices)
            self.strategy.form.order_stops(after=self.training.form.stops()[-1])

    def _on_preview_wanted(self) -> None:
        card = self._dataset()
        if card is not None:
            self._context.navigate("datasets", card.id)

    # --- what the engine says

    def _on_checking(self) -> None:
        """What was allowed stays allowed meanwhile: the engine looks again at what it is sent."""
        if not self.checks.lines():
            self.checks.say(self.tr("Checking…"))

    def _on_checked(self, check: Check) -> None:
        for card in self._cards():
            card.set_problems(check.problems)
        self.bar.form.set_problems(check.problems)
        self.fit.show_plan(check.plan)
        self.plan.show_plan(check.plan)
        self.strategy.show_plan(check.plan)
        self.checks.show_check(check)
        errors = [problem for problem in check.problems if problem.severity == "error"]
        self.bar.set_ready(not errors, self._reason(len(errors)))

    def _reason(self, errors: int) -> str:
        if errors == 1:
            return self.tr("One thing must be mended first.")
        return self.tr("{count} things must be mended first.").format(count=errors)

    def _on_check_failed(self, problems: Sequence[Problem]) -> None:
        self.checks.show_problems(problems)
        self.bar.set_ready(False, self.tr("The engine could not check this run."))

    def _focus(self, field: str) -> None:
        for card in self._cards():
            if card.focus(field):
                self._left.ensureWidgetVisible(card)
                return
        self.bar.form.focus(field)

    # --- launching

    def _launch(self, trial: bool) -> None:
        self.bar.set_ready(False)
        self.draft.launch(trial)

    def _on_submitted(self, job: Job) -> None:
        self.bar.set_ready(self.draft.is_ready)
        self._context.navigate("run", job.id)

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        at_fields = [problem for problem in problems if problem.field]
        if not at_fields:  # such as a lost engine: the same click again asks for the same job
            self.bar.set_ready(True)
            self._notify_all(problems)
            return
        self._on_checked(Check(problems=tuple(problems)))
        QTimer.singleShot(0, self, lambda: self._focus(at_fields[0].field or ""))
