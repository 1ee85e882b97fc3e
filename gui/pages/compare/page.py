"""Several runs in one chart, and a table of what they did differently and how they ended."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.client.words import say_problem
from gui.pages.compare.choice import RunChoice
from gui.pages.compare.difference import say_difference
from gui.pages.compare.verdict import say_proof
from gui.state.compare import CompareState, differing_settings, final_scores, is_proof
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.chart_line import Line, line_colour
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chart_smoothing import Smoothed
from gui.widgets.empty_page import EmptyPage
from gui.widgets.label import Label
from gui.widgets.notice import Notice
from gui.widgets.page import Page, Scrolled
from gui.widgets.page_header import PageHeader
from gui.widgets.score_words import SCORES, score_words
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context

_SMOOTHING = 0.9


class ComparePage(QWidget):
    """``shown`` takes the runs' ids with commas between; one id asks which others."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.state: CompareState | None = None
        self._page: QWidget | None = None
        self._asked: tuple[str, ...] = ()  # the models whose difference was asked for
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyPage(
            self.tr("Nothing to compare"),
            self.tr("Choose two or more runs in the list of runs."),
            self.tr("All runs"),
        )
        self.empty.acted.connect(lambda: context.navigate("runs", None))
        self._layout.addWidget(self.empty)
        context.library.job_changed.connect(self._on_job_changed)
        context.library.models_changed.connect(self._ask_difference)

    def shown(self, ids: str | None = None) -> None:
        if ids is None:
            return
        wanted = [job_id for job_id in ids.split(",") if job_id in self._context.library.jobs]
        if self.state is not None and self.state.job_ids == wanted:
            return
        self._open(wanted)

    def _open(self, ids: list[str]) -> None:
        self._let_go()
        self.empty.setVisible(not ids)
        if not ids:
            return
        self.state = CompareState(self._context, ids, self)
        self._page = self._build(ids)
        self._layout.addWidget(self._page)
        self.state.changed.connect(self._on_curves_grew)

    def _build(self, ids: list[str]) -> Page:
        page = Page()
        header = PageHeader(self.tr("Compare"), breadcrumb=self.tr("Runs"))
        header.went_up.connect(lambda: self._context.navigate("runs", None))
        self.curve = Segmented(
            (
                ("loss", self.tr("Loss")),
                ("validation_loss", self.tr("Validation")),
                ("throughput", self.tr("Throughput")),
                ("gradient_norm", self.tr("Gradient norm")),
                ("learning_rate", self.tr("Learning rate")),
            ),
            name=self.tr("Which curve"),
        )
        self.curve.changed.connect(lambda _: self._draw())
        choose = Button(self.tr("Choose runs…"))
        choose.clicked.connect(self.ask_runs)
        header.add_action(self.curve)
        header.add_action(choose)
        self.panel = ChartPanel(self.tr("Loss"), controls=True, smoothing=_SMOOTHING, many=True)
        self._table = Card(self.tr("What they did differently, and how they ended"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(7)
        scrolled = Scrolled()
        scrolled.column.addLayout(self._grid)
        scrolled.column.addStretch(1)
        self._table.add(scrolled, 1)
        self.verdict = Notice(level="info")
        self.verdict.hide()
        page.column.addWidget(header)
        self.difference = Notice(level="info")
        self.difference.hide()
        page.column.addWidget(self.verdict)
        page.column.addWidget(self.difference)
        page.column.addWidget(self.panel, 3)
        page.column.addWidget(self._table, 2)
        self._draw()
        self._show_table()
        self._say_verdict()
        self._asked = ()
        self._ask_difference()
        if len(ids) < 2:
            self.ask_runs()
        return page

    def _draw(self) -> None:
        name = self.curve.value
        self.panel.clear()
        titles = {
            "loss": self.tr("Loss"),
            "validation_loss": self.tr("Validation loss"),
            "throughput": self._throughput_title(),
            "gradient_norm": self.tr("Gradient norm"),
            "learning_rate": self.tr("Learning rate"),
        }
        self.panel.set_heading(titles[name])
        proof = is_proof(self._jobs())
        smooth = not proof and name not in ("validation_loss", "learning_rate", "throughput")
        for number, job_id in enumerate(self.state.job_ids):
            series = self.state.runs[job_id].record.series[name]
            smoothed = Smoothed(series, self.panel.smoothing) if smooth else None
            colour = line_colour(number)
            label = self._context.library.jobs[job_id].name
            self.panel.add(
                Line(
                    job_id,
                    label,
                    colour,
                    series,
                    width=1 if smooth else 2,
                    smoothed=smoothed,
                    # of a proof the first run is dots, so that the second's line can lie on it
                    markers=name == "validation_loss" or (proof and not number),
                )
            )

    def _jobs(self) -> "list[Job]":
        jobs = self._context.library.jobs
        return [jobs[job_id] for job_id in self.state.job_ids if job_id in jobs] if self.state else []

    def _throughput_title(self) -> str:
        units = {run.record.units for run in self.state.runs.values()} if self.state else set()
        return self.tr("Throughput, tokens/s") if units == {"tokens"} else self.tr("Throughput, rows/s")

    def _on_curves_grew(self, job_id: str) -> None:
        self.panel.chart.touch()
        if self.curve.value == "throughput":
            self.panel.set_heading(self._throughput_title())
        self._say_verdict()

    def _say_verdict(self) -> None:
        """Of a proof: how far the two curves are apart."""
        jobs = self._jobs()
        if self.state is None or not is_proof(jobs):
            self.verdict.hide()
            return
        said = say_proof(jobs, *(self.state.runs[job.id].record for job in jobs))
        self.verdict.say(said.what, said.why, level=said.level)
        self.verdict.show()

    def _ask_difference(self) -> None:
        """Two finished runs are two models: on the same test rows, how far are they apart?"""
        jobs, known = self._jobs(), self._context.library.models
        models = tuple(job.model for job in jobs if job.model in known and not job.trial)
        if len(jobs) != 2 or len(models) != 2 or models == self._asked:
            return
        self._asked = models
        names = (jobs[0].name, jobs[1].name)
        self._context.connection.call(
            lambda engine: engine.difference(*models),
            lambda told: self._say_notice(*say_difference(names, told)),
            self._on_not_comparable,
            self.state,
        )

    def _on_not_comparable(self, problems: tuple) -> None:
        what, why, what_to_do = say_problem(problems[0])
        self.difference.say(what, why, what_to_do, level="info")
        self.difference.show()

    def _say_notice(self, what: str, why: str, level: str) -> None:
        self.difference.say(what, why, level=level)
        self.difference.show()

    def _show_table(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        jobs = self._jobs()
        for column, job in enumerate(jobs):
            self._grid.addWidget(Label(job.name, "heading"), 0, column + 1)
        row = 1
        for path, told in differing_settings(jobs):
            self._grid.addWidget(Label(path, "mono"), row, 0)
            for column, value in enumerate(told):
                self._grid.addWidget(Label(value, wrap=True), row, column + 1)
            row += 1
        for split, name, values in final_scores(jobs, list(SCORES)):
            self._grid.addWidget(Label(f"{score_words(name)}, {self._split_words(split)}", "dim"), row, 0)
            for column, value in enumerate(values):
                self._grid.addWidget(Label(figure(value)).set_tabular(), row, column + 1)
            row += 1
        if row == 1:
            self._grid.addWidget(
                Label(self.tr("The specs are the same, and no run has final scores yet."), "faint"), 1, 0
            )
        self._grid.setColumnStretch(len(jobs) + 1, 1)

    def _split_words(self, split: str) -> str:
        return {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}[
            split
        ]

    def ask_runs(self) -> RunChoice:
        """Ask which runs to compare."""
        chosen = self.state.job_ids if self.state is not None else []
        dialog = RunChoice(self._choices(chosen), chosen, self)
        dialog.accepted.connect(lambda: self._context.navigate("compare", ",".join(dialog.chosen())))
        dialog.open()
        return dialog

    def _choices(self, chosen: list[str]) -> "list[Job]":
        """Runs with curves of their own; parts of other jobs where they are chosen already."""
        jobs = self._context.library.jobs
        runs = [job for job in self._context.library.runs() if not job.is_group]
        return [*runs, *(jobs[id] for id in chosen if id in jobs and jobs[id].parent is not None)]

    def _on_job_changed(self, job_id: str) -> None:
        if self.state is not None and job_id in self.state.job_ids:
            self._say_verdict()
            self._ask_difference()
            if self._context.library.jobs[job_id].metrics:
                self._show_table()

    def _let_go(self) -> None:
        if self.state is not None:
            self.state.close_streams()
            self.state.deleteLater()
            self.state = None
        if self._page is not None:
            self._layout.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None
