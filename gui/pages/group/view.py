"""One job that is made of runs, from top to bottom. Lives as long as that job is looked at."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.client.words import say_problem
from gui.forms.labels import model_words, task_words
from gui.forms.serve_dialog import ServeDialog
from gui.pages.group.folds_panel import FoldsPanel
from gui.pages.group.progress_card import GroupProgress
from gui.pages.group.spec_card import GroupSpec
from gui.pages.group.trials_panel import TrialsPanel
from gui.state.group import GroupState
from gui.state.job_facts import model_name, run_of
from gui.state.job_orders import JobOrders, allowed
from gui.widgets.ask import Question
from gui.widgets.badge import StateBadge
from gui.widgets.button import Button
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.part_words import kind_words
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context

_ORDERS = ("pause", "resume", "retry", "serve", "stop", "stop_now", "delete")


class GroupView(Page):
    """Follows one job, and sends what the person asks of it."""

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job_id = job_id
        self.state = GroupState(context, job_id, self)
        self.panel: FoldsPanel | TrialsPanel | None = None
        self._context = context
        self._orders = JobOrders(context, self)
        self._build()
        self.state.changed.connect(self._show)
        self.state.refused.connect(self._on_refused)
        self._clock = QTimer(self, interval=1000)  # times change without an event
        self._clock.timeout.connect(self._show_progress)
        self._clock.start()
        self._show()

    # --- building

    def _build(self) -> None:
        self.header = PageHeader("", breadcrumb=self.tr("Runs"))
        self.header.went_up.connect(lambda: self._context.navigate("runs", None))
        self.badge = self.header.add_beside(StateBadge())
        self.rename = self.header.add_beside(Button(self.tr("rename"), "link"))
        self.rename.clicked.connect(self._ask_name)
        self.pause = self._action(self.tr("Pause"), lambda: self._orders.pause(self.job_id))
        self.resume = self._action(self.tr("Resume"), lambda: self._orders.resume(self.job_id), "primary")
        self.retry = self._action(self.tr("Retry"), lambda: self._orders.retry(self.job_id))
        self.serve = self._action(self.tr("Serve"), self._serve)
        self.stop = self._action(self.tr("Stop"), self._ask_stop, "danger")
        self.stop_now = self._action(
            self.tr("Stop now"), lambda: self._orders.stop(self.job_id, now=True), "danger"
        )
        self.delete = self._action(self.tr("Delete"), self._ask_delete, "danger")
        self.header.setMinimumHeight(52)  # two lines, also when the page is short of room
        self.notice = Notice(level="error")
        self.notice.hide()
        self.progress = GroupProgress()
        options = (("results", self.tr("Results")), ("spec", self.tr("Spec")))
        self.tabs = Segmented(options, name=self.tr("Part of the page"))
        self.tabs.changed.connect(self._show_tab)
        self.progress.add_tabs(self.tabs)
        self.pages = QStackedWidget()
        self.spec = GroupSpec()
        self.pages.addWidget(self.spec)
        for widget in (self.header, self.notice, self.progress):
            self.column.addWidget(widget)
        self.column.addWidget(self.pages, 1)

    def _action(self, text: str, act: Any, kind: str = "plain") -> Button:
        button = Button(text, kind)
        button.clicked.connect(lambda: act())
        button.hide()
        self.header.add_action(button)
        return button

    def _make_panel(self, job: "Job") -> "FoldsPanel | TrialsPanel":
        panel = FoldsPanel(job) if job.kind == "folds" else TrialsPanel(job)
        panel.run_wanted.connect(lambda id: self._context.navigate("run", id))
        if isinstance(panel, TrialsPanel):
            panel.recipe_wanted.connect(self._make_recipe)
            panel.model_wanted.connect(lambda id: self._context.navigate("models", id))
            panel.report_wanted.connect(lambda id: self._context.navigate("report", id))
        self.pages.addWidget(panel)
        return panel

    # --- showing

    def _show(self) -> None:
        job = self.state.job
        if job is None:
            return
        if self.panel is None:
            self.panel = self._make_panel(job)
            self._show_tab(self.tabs.value)
        self.header.set_title(job.name)
        self.header.set_subtitle(self._about(job))
        self.badge.set_state(str(job.state))
        orders = allowed(job)
        for name in _ORDERS:
            getattr(self, name).setVisible(name in orders)
        self.retry.setText(self.tr("Continue") if job.state == "stopped" else self.tr("Retry"))
        self._show_error(job)
        self._show_progress()
        self.spec.show_job(job)
        self.panel.show_group(job, self.state)

    def _about(self, job: "Job") -> str:
        name, run = model_name(job.spec), run_of(job.spec)
        data = self._context.library.datasets.get(run.data.source)
        told = (
            kind_words(job.kind, job.progress.total_steps or self.state.record.of),
            model_words(name) if name else "",
            task_words(run.task),
            data.name if data is not None else run.data.source,
        )
        return " · ".join(part for part in told if part)

    def _show_error(self, job: "Job") -> None:
        self.notice.setVisible(job.error is not None)
        if job.error is not None:
            self.notice.say(*say_problem(job.error), level="error")

    def _show_progress(self) -> None:
        if self.state.job is not None:
            self.progress.show_group(self.state.job, self.state)

    def _show_tab(self, tab: str) -> None:
        panel = self.panel if tab == "results" else self.spec
        if panel is not None:
            self.pages.setCurrentWidget(panel)

    def _on_refused(self, problems: tuple) -> None:
        if self.state.job is None and problems:
            self.notice.say(*say_problem(problems[0]), level="error")
            self.notice.show()

    # --- doing

    def _ask_name(self) -> None:
        if self.state.job is None:
            return
        question = Question(self.tr("Rename"), "", self.tr("Rename"), parent=self)
        line = question.add_line(self.state.job.name, self.tr("Name"))
        question.accepted.connect(lambda: self._orders.rename(self.job_id, line.text().strip()))
        question.open()

    def _ask_stop(self) -> None:
        text = self.tr("The runs under way save a checkpoint first, so you can continue later.")
        question = Question(self.tr("Stop all its runs?"), text, self.tr("Stop"), dangerous=True, parent=self)
        question.accepted.connect(lambda: self._orders.stop(self.job_id))
        question.open()

    def _ask_delete(self) -> None:
        library = self._context.library
        text = self.tr("The curves, logs and checkpoints of all its runs are removed from the disk.")
        question = Question(
            self.tr("Delete it with all its runs?"), text, self.tr("Delete"), dangerous=True, parent=self
        )
        made = any(part.model in library.models for part in library.parts(self.job_id))
        also = question.add_check(self.tr("Also delete the models they made")) if made else None
        question.accepted.connect(lambda: self._delete(bool(also and also.isChecked())))
        question.open()

    def _delete(self, with_model: bool) -> None:
        self._orders.delete(self.job_id, with_model, lambda _: self._context.navigate("runs", None))

    def _make_recipe(self, part: int) -> None:
        self._orders.make_recipe(self.job_id, part, self._on_recipe)

    def _on_recipe(self, spec: Any) -> None:
        """New run begins with what waits for it in the context's memory."""
        self._context.memory["spec new_run"] = spec.model_dump(mode="json")
        self._context.navigate("new_run", "spec")

    def _serve(self) -> None:
        if self.state.job is not None and self.state.job.model:
            ServeDialog(self._context, self.state.job.model, parent=self).open()
