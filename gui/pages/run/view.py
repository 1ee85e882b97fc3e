"""One run from top to bottom. Lives as long as that run is looked at."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from gui.client.words import problem_line, say_problem
from gui.forms.labels import changes_words
from gui.forms.serve_dialog import ServeDialog
from gui.pages.run.charts import RunCharts
from gui.pages.run.checkpoints_tab import CheckpointsTab
from gui.pages.run.log_tab import LogTab
from gui.pages.run.progress_card import ProgressCard
from gui.pages.run.questions import ask_delete, ask_name, ask_stop, ask_stop_now
from gui.pages.run.ranks_card import RanksCard
from gui.pages.run.samples_tab import SamplesTab
from gui.pages.run.score_table import SPLITS
from gui.pages.run.scores_tab import ScoresTab
from gui.pages.run.spec_tab import SpecTab, problems_of_notes
from gui.pages.run.step_card import StepCard
from gui.state.again import Again, proposed_changes
from gui.state.event_feed import EventFeed
from gui.state.job_orders import JobOrders, allowed
from gui.state.run import RunState
from gui.theme.tokens import GAP
from gui.widgets.badge import Badge, StateBadge
from gui.widgets.button import Button
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context

_LIVE = ("starting", "running", "pausing", "stopping")
_ENDED = ("finished", "failed", "stopped")
_TABS = ("curves", "scores", "samples", "log", "checkpoints", "spec")


T = TypeVar("T", bound=QWidget)


class RunView(Page):
    """Follows one run's events and its job, and sends what the person asks of it."""

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job_id = job_id
        self.state = RunState(self)
        self._context = context
        self._orders = JobOrders(context, self)
        self._again = Again(context.connection, self)
        self._again.submitted.connect(lambda job: context.navigate("run", job.id))
        self._again.refused.connect(self._on_again_refused)
        self._job: Job | None = None
        self._build()
        self.state.changed.connect(self._on_changed)
        context.library.job_changed.connect(self._on_job_changed)
        context.library.models_changed.connect(self._on_models_changed)
        self._clock = QTimer(self, interval=1000)  # what changes without an event: times
        self._clock.timeout.connect(self._show_progress)
        self._clock.start()
        self._feed = EventFeed(context.connection, job_id, self.state, self._on_refused)
        self.destroyed.connect(self._feed.close)
        if job_id in context.library.jobs:
            self._show_job(context.library.jobs[job_id])

    def close_streams(self) -> None:
        """Stop following; the view is about to go."""
        self._feed.close()
        self._context.library.job_changed.disconnect(self._on_job_changed)

    # --- building

    def _build(self) -> None:
        self._build_header()
        self.notice = Notice(level="error")
        self.notice.hide()
        self.notice.acted.connect(self._on_notice_acted)
        self.column.addWidget(self.notice)
        self.progress = ProgressCard()
        self.column.addWidget(self.progress)
        self.charts = RunCharts(self.state.record)
        self.step_card = StepCard()
        self.ranks = RanksCard()
        self.pages = QStackedWidget()
        self.curves = self._put(self._curves_page())
        self.column.addWidget(self.tabs)
        self.column.addWidget(self.pages, 1)

    # The other parts are made when they are first asked for: the page must be there at once.

    @cached_property
    def scores(self) -> ScoresTab:
        tab = self._put(ScoresTab())
        tab.show_scores(*self._scores_now())
        return tab

    @cached_property
    def samples(self) -> SamplesTab:
        tab = self._put(SamplesTab())
        tab.show_samples(self.state.record.samples)
        return tab

    @cached_property
    def log(self) -> LogTab:
        tab = self._put(LogTab(self._context, self.job_id))
        tab.set_ranks(self._rank_count())
        return tab

    @cached_property
    def checkpoints(self) -> CheckpointsTab:
        return self._put(CheckpointsTab(self._context, self.job_id))

    @cached_property
    def spec(self) -> SpecTab:
        tab = self._put(SpecTab())
        if self._job is not None:
            tab.show_run(self._job, self.state.record)
        return tab

    def _put(self, page: T) -> T:
        self.pages.addWidget(page)
        return page

    def _made(self, tab: str) -> bool:
        return tab in self.__dict__

    def _build_header(self) -> None:
        self.header = PageHeader("", breadcrumb=self.tr("Runs"))
        self.header.went_up.connect(lambda: self._context.navigate("runs", None))
        self.badge = self.header.add_beside(StateBadge())
        self.trial = self.header.add_beside(Badge(self.tr("trial"), "dim"))
        self.trial.hide()
        self.group = self.header.add_beside(Button("", "link"))
        self.group.clicked.connect(self._open_group)
        self.group.hide()
        self.rename = self.header.add_beside(Button(self.tr("rename"), "link"))
        self.rename.clicked.connect(self._ask_name)
        words = (
            self.tr("Curves"),
            self.tr("Scores"),
            self.tr("Samples"),
            self.tr("Log"),
            self.tr("Checkpoints"),
            self.tr("Spec"),
        )
        self.tabs = Segmented(tuple(zip(_TABS, words, strict=True)), name=self.tr("Part of the page"))
        self.tabs.changed.connect(self._show_tab)
        self.tabs.set_shown("samples", False)
        self.compare = self._action(self.tr("Compare…"), self._compare)
        self.checkpoint = self._action(
            self.tr("Checkpoint now"), lambda: self._orders.checkpoint(self.job_id)
        )
        self.pause = self._action(self.tr("Pause"), lambda: self._orders.pause(self.job_id))
        self.again = self._action(
            self.tr("Run again with changes"), lambda: self._context.navigate("new_run", self.job_id)
        )
        self.resume = self._action(self.tr("Resume"), lambda: self._orders.resume(self.job_id), "primary")
        self.retry = self._action(self.tr("Retry"), lambda: self._orders.retry(self.job_id), "primary")
        self.report = self._action(self.tr("Report"), self._open_report)
        self.serve = self._action(self.tr("Serve"), self._serve, "primary")
        self.stop = self._action(
            self.tr("Stop"), lambda: ask_stop(self, lambda: self._orders.stop(self.job_id)), "danger"
        )
        self.stop_now = self._action(
            self.tr("Stop now"),
            lambda: ask_stop_now(self, lambda: self._orders.stop(self.job_id, now=True)),
            "danger",
        )
        self.delete = self._action(self.tr("Delete"), lambda: ask_delete(self, self._delete), "danger")
        self.header.setMinimumHeight(52)  # two lines, also when the page is short of room
        self.header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self.header)

    def _action(self, text: str, act: Any, kind: str = "plain") -> Button:
        button = Button(text, kind)
        button.clicked.connect(lambda: act())
        button.hide()
        self.header.add_action(button)
        return button

    def _curves_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        grid.addWidget(self.charts, 0, 0)
        self.below = QWidget()
        foot = QHBoxLayout(self.below)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(GAP)
        foot.addWidget(self.step_card, 54)
        foot.addWidget(self.ranks, 46)
        grid.addWidget(self.below, 1, 0)
        self._fit_below(2)
        grid.setRowStretch(0, 72)
        grid.setRowStretch(1, 28)
        return page

    def _on_refused(self, problems: tuple) -> None:
        if self._job is None:
            self._say_problem(problems[0])

    def _on_job_changed(self, job_id: str) -> None:
        if job_id == self.job_id:
            self._show_job(self._context.library.jobs[job_id])

    def _on_models_changed(self) -> None:
        if self._job is not None:
            self._show_actions(self._job)

    def _fit_below(self, ranks: int) -> None:
        """As high as the ranks table needs, within reason: the curves take the rest."""
        self.below.setFixedHeight(min(max(60 + 34 * ranks, 150), 230))

    # --- showing

    def _show_job(self, job: "Job") -> None:
        self._job = job
        self._feed.follow_on(str(job.state))
        self.header.set_title(job.name)
        self.badge.set_state(str(job.state))
        self.trial.setVisible(job.trial)
        self.charts.loss.offer(job.spec.task)
        self._show_group(job)
        self._show_actions(job)
        self._show_error(job)
        self._show_progress()
        if self._made("spec"):
            self.spec.show_run(job, self.state.record)
        if self._made("log"):
            self.log.set_ranks(self._rank_count())
        self.charts.say_when_empty(self._empty_words(job))
        self._show_scores()

    def _show_actions(self, job: "Job") -> None:
        orders = allowed(job)
        for name in ("checkpoint", "pause", "resume", "retry", "serve", "stop", "stop_now", "delete"):
            getattr(self, name).setVisible(name in orders)
        runs = [run for run in self._context.library.runs() if not run.is_group]
        self.compare.setVisible(any(run.id != job.id for run in runs))
        self.retry.setText(self.tr("Continue") if job.state == "stopped" else self.tr("Retry"))
        self.delete.setVisible("delete" in orders and job.state in ("failed", "stopped"))
        self.report.setVisible("serve" in orders and job.model in self._context.library.models)
        self.again.setVisible(str(job.state) in _ENDED)

    def _show_group(self, job: "Job") -> None:
        """A run that is part of another job leads there."""
        group = self._context.library.jobs.get(job.parent or "")
        self.group.setVisible(group is not None)
        self.group.setText(self.tr("part of {0}").format(group.name) if group is not None else "")

    def _show_error(self, job: "Job") -> None:
        """Why it failed; while it lives, the newest note. What a finished run went through stands with its spec."""
        if job.error is not None:
            self._say_problem(job.error)
            return
        notes = problems_of_notes(self.state.record) if job.state in _LIVE else []
        self.notice.setVisible(bool(notes))
        if notes:
            self._say_problem(notes[-1])

    def _say_problem(self, problem: Any) -> None:
        words = say_problem(problem)
        level = "warning" if problem.severity == "warning" else "error"
        action, what_to_do = self.tr("Show log") if level == "error" else "", words.what_to_do
        if changes := self._changes():
            action = self.tr("Apply and retry")
            what_to_do = self.tr("This would fit: {0}").format(changes_words(changes))
        self.notice.say(words.what, words.why, what_to_do, level, action)
        self.notice.show()

    def _changes(self) -> dict[str, Any]:
        """What the stop proposes to change."""
        return proposed_changes(self._job) if self._job is not None and self._job.state == "failed" else {}

    def _on_notice_acted(self) -> None:
        if self._changes() and self._job is not None:
            self._again.start(self._job)
        else:
            self.tabs.set_value("log")
            self._show_tab("log")

    def _on_again_refused(self, problems: list) -> None:
        """New run shows the changed spec, with what is wrong beside its field."""
        self._context.notify(problem_line(problems[0]), "error")
        self._context.memory[f"changes {self.job_id}"] = self._changes()
        self._context.navigate("new_run", self.job_id)

    def _show_progress(self) -> None:
        if self._job is not None:
            self.progress.show_run(self._job, self.state.record)

    def _scores_now(self) -> tuple[dict[str, Any], bool]:
        """The scores by split, and whether they are the final ones."""
        record, job = self.state.record, self._job
        measured = {split: values for split in SPLITS if (values := record.final(split))}
        final = record.model_metrics or (job.metrics if job else None)
        if final:  # what was measured tells more: the points of curves
            return {split: {**values, **measured.get(split, {})} for split, values in final.items()}, True
        return measured, False

    def _show_scores(self) -> None:
        if self._made("scores"):
            self.scores.show_scores(*self._scores_now())

    def _show_samples(self) -> None:
        samples = self.state.record.samples
        self.tabs.set_shown("samples", bool(samples))
        if self._made("samples"):
            self.samples.show_samples(samples)

    def _rank_count(self) -> int:
        planned = len(self._job.spec.strategy.devices) if self._job is not None else 1
        return int(self.state.record.started.get("world_size") or planned)

    def _on_changed(self, parts: frozenset[str]) -> None:
        record = self.state.record
        self._show_progress()
        if parts & {"curves", "evaluations", "attempt"}:
            self.charts.count_in(record.units)
            self.charts.touch(record.started.get("total_steps"))
        if parts & {"ranks", "attempt"}:
            self.ranks.show_ranks(record.ranks, record.straggler["rank"] if record.straggler else None)
            self.step_card.show_record(record)
            self._fit_below(len(record.ranks) or 2)
        if parts & {"evaluations", "attempt"}:
            self._show_scores()
        if parts & {"samples", "attempt"}:
            self._show_samples()
        if "checkpoints" in parts and self.tabs.value == "checkpoints":
            self.checkpoints.refresh()
        if "attempt" in parts and self._job is not None:
            self._show_job(self._job)
        if "notes" in parts and self._job is not None:
            self._show_error(self._job)

    def _show_tab(self, tab: str) -> None:
        self.pages.setCurrentWidget(getattr(self, tab))
        if tab == "checkpoints":
            self.checkpoints.refresh()

    def _empty_words(self, job: "Job") -> str:
        if job.state in ("waiting", "starting", "running"):
            return self.tr("The curve begins with the first steps.")
        return self.tr("This run ended before its first step.")

    # --- doing

    def _ask_name(self) -> None:
        if self._job is not None:
            ask_name(self, self._job.name, lambda name: self._orders.rename(self.job_id, name))

    def _delete(self) -> None:
        self._orders.delete(self.job_id, done=lambda _: self._context.navigate("runs", None))

    def _open_group(self) -> None:
        if self._job is not None and self._job.parent:
            self._context.navigate("group", self._job.parent)

    def _open_report(self) -> None:
        if self._job is not None and self._job.model:
            self._context.navigate("report", self._job.model)

    def _compare(self) -> None:
        self._context.navigate("compare", self.job_id)

    def _serve(self) -> None:
        if self._job is not None and self._job.model:
            ServeDialog(self._context, self._job.model, parent=self).open()
