"""The folds of a run: mean and deviation of each score, a curve a fold, how the scores spread, and every fold in a table."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.metrics import METRICS_OF_TASK
from gui.pages.group.means_card import MeansCard
from gui.pages.group.parts_table import folds_table
from gui.state.group import GroupPart, GroupState
from gui.state.job_facts import metric_of
from gui.theme.tokens import GAP
from gui.widgets.box_plot import Box, BoxPlot
from gui.widgets.card import Card
from gui.widgets.chart_line import Line, line_colour
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chips import ChoiceChip
from gui.widgets.part_words import part_words
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.job import Job

_MOST_IN_LEGEND = 12
_SPLITS = ("train", "validation", "test")


class FoldsPanel(QWidget):
    """Each fold is one run that held out another part of the rows."""

    run_wanted = Signal(str)  # a job's id

    def __init__(self, job: "Job", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metric = metric_of(job.spec)
        scores = METRICS_OF_TASK[job.spec.task]
        self._state: GroupState | None = None
        self.means = MeansCard(scores)
        count = job.progress.total_steps or 0
        self.curves = ChartPanel("", controls=False, legend=count <= _MOST_IN_LEGEND, many=True)
        self.curves.set_heading(
            self.tr("{0} on the validation rows of each fold").format(score_words(self._metric))
        )
        self.curves.chart.floor = None
        self.curves.chart.empty_text = self.tr(
            "A fold's curve begins with its first measurement; without validation rows there is none."
        )
        self.table = folds_table(job, [self._metric, *(name for name in scores if name != self._metric)])
        self.table.opened.connect(lambda part: self.run_wanted.emit(part.job))
        self.table.acted.connect(lambda part, _: self.run_wanted.emit(part.job))
        table_card = Card(self.tr("Folds"), self.tr("scores on the rows that each held out"))
        table_card.add(self.table, 1)
        above = QHBoxLayout()
        above.setSpacing(GAP)
        above.addWidget(self.curves, 58)
        above.addWidget(self._boxes_card(scores), 42)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.means)
        column.addLayout(above, 50)
        column.addWidget(table_card, 50)

    def show_group(self, job: "Job", state: GroupState) -> None:
        self._state = state
        parts = state.parts()
        self.means.show_group(state)
        self._show_curves(job, parts)
        self._show_boxes()
        self.table.set_rows(parts)

    def _boxes_card(self, scores: tuple[str, ...]) -> Card:
        card = Card(self.tr("Final scores"), self.tr("a dot a fold; dashed, the naive answer"))
        self.boxes = BoxPlot()
        self.score = ChoiceChip(self.tr("Score"), [(name, score_words(name)) for name in scores])
        self.score.set_value(self._metric)
        self.score.chosen.connect(lambda _: self._show_boxes())
        card.add_action(self.score)
        card.add(self.boxes, 1)
        return card

    def _show_curves(self, job: "Job", parts: list[GroupPart]) -> None:
        lines = {line.name: line for line in self.curves.chart.lines}
        for part in parts:
            name = str(part.number)
            if name not in lines:
                label, colour = part_words(job.kind, part.number), line_colour(part.number)
                lines[name] = self.curves.add(Line(name, label, colour, width=2, markers=True))
            _fill(lines[name], part)
        self.curves.chart.touch()

    def _show_boxes(self) -> None:
        if self._state is None:
            return
        words = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        name = self.score.value
        self.boxes.set_boxes([self._box(split, words[split], name) for split in _SPLITS])

    def _box(self, split: str, label: str, name: str) -> Box:
        naive: Any = self._state.baseline(split).get(name) if self._state else None
        values = tuple(self._state.record.scores(split, name)) if self._state else ()
        return Box(label, values, naive if isinstance(naive, int | float) else None)


def _fill(line: Line, part: GroupPart) -> None:
    """A curve only grows, unless its fold is tried again."""
    if len(part.curve) == len(line.series):
        return
    line.series.cut_after(-1)
    steps = [step for step, _ in part.curve]
    line.series.extend(
        steps, steps, [value if value is not None else float("nan") for _, value in part.curve]
    )
