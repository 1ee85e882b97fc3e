"""How far a job made of runs is, in words, a bar, and a few numbers."""

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui.i18n.amounts import duration
from gui.state.group import GroupState
from gui.state.job_facts import metric_of
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.key_number import KeyNumber
from gui.widgets.part_words import done_words, part_words
from gui.widgets.progress_line import ProgressLine
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.job import Job


class GroupProgress(Card):
    """Shows a job and what its events say; of a search for the best, that one's scores beside the naive answer's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._progress = ProgressLine()
        self.words, self.left = self._progress.words, self._progress.left
        self.best = KeyNumber(self.tr("best, validation"), width=120)
        self.test = KeyNumber(self.tr("best, test"), width=104)
        self.naive = KeyNumber(self.tr("naive, test"), width=96)
        self.elapsed = KeyNumber(self.tr("time"), width=72)
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addWidget(self._progress, 1)
        for number in (self.best, self.test, self.naive, self.elapsed):
            self._row.addWidget(number)
        self.body.addLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add_tabs(self, tabs: QWidget) -> None:
        """Place the choice of what is below at the right end."""
        self._row.addWidget(tabs)

    def show_group(self, job: "Job", state: GroupState) -> None:
        record = state.record
        done, of = record.done or job.progress.step, record.of or job.progress.total_steps
        share = 1.0 if job.state == "finished" else (done / of if of else None)
        self._progress.set_share(share, str(job.state))
        self.words.setText(self._words(job, state, done, of))
        self.left.setText(self._left(job))
        self.elapsed.set_value(duration(_seconds(job)))
        self._show_best(job, state)

    def _words(self, job: "Job", state: GroupState, done: int, of: int | None) -> str:
        if job.state == "waiting":
            return self.tr("Waiting for its devices")
        said = [done_words(job.kind, done, None if job.state == "finished" and job.kind == "search" else of)]
        if state.record.running:
            said.append(self.tr("{0} running").format(state.record.running))
        if job.kind != "folds" and state.record.best is not None:
            said.append(self.tr("best: {0}").format(part_words(job.kind, state.record.best)))
        return " · ".join(said)

    def _left(self, job: "Job") -> str:
        if job.state == "finished" and job.ended:
            return self.tr("finished in {0}").format(duration(_seconds(job)))
        seconds = job.progress.seconds_left
        if job.state == "running" and seconds is not None:
            return self.tr("about {0} left").format(duration(max(seconds, 1.0)))
        return ""

    def _show_best(self, job: "Job", state: GroupState) -> None:
        best, metric = state.record.best_part, metric_of(job.spec)
        for number in (self.best, self.test, self.naive):
            number.setVisible(job.kind != "folds" and best is not None)
        if best is None:
            return
        unit = score_words(metric)
        self.best.set_value(figure(best.score), unit)
        self.test.set_value(figure(best.metrics.get("test", {}).get(metric)), unit)
        naive = state.baseline("test").get(metric)
        self.naive.set_value(figure(naive if isinstance(naive, int | float) else None), unit)


def _seconds(job: "Job") -> float | None:
    """From its first start on."""
    return (job.ended or time.time()) - job.started if job.started else None
