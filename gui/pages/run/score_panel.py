"""The large chart of a run: its loss, or any score that its evaluations measure, with the best of them marked."""

from PySide6.QtWidgets import QWidget

from engine.schema.metrics import METRICS_OF_TASK
from gui.state.run_record import RunRecord
from gui.widgets.chart_data import Series
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chart_smoothing import Smoothed
from gui.widgets.chips import ChoiceChip
from gui.widgets.score_words import score_words

SMOOTHING = 0.9
LOSS = "loss"


class ScorePanel(ChartPanel):
    """``offer`` says which scores a person can choose among; until then it is the loss."""

    def __init__(self, record: RunRecord, parent: QWidget | None = None) -> None:
        super().__init__("", controls=True, smoothing=SMOOTHING, many=True, parent=parent)
        self._record = record
        self._best = Series()
        self.score = LOSS
        self.choice: ChoiceChip | None = None
        self._draw()

    def offer(self, task: str) -> None:
        """Let a person choose among the scores of a task."""
        names = METRICS_OF_TASK.get(task, ())
        if self.choice is None and len(names) > 1:
            self.choice = ChoiceChip(self.tr("Curve"), [(name, score_words(name)) for name in names])
            self.choice.chosen.connect(self.choose)
            self.add_choice(self.choice)
            self.set_heading("")  # the choice says it

    def choose(self, name: str) -> None:
        if name != self.score:
            self.score = name
            self._draw()

    def touch(self) -> None:
        """The record has grown."""
        self._mark_best()
        if self.score != LOSS and self._is_behind():
            self._draw()
        self.chart.touch()

    def _draw(self) -> None:
        self.clear()
        if self.choice is None:
            self.set_heading(score_words(self.score))
        self.show_smoothing(self.score == LOSS)
        self.setAccessibleName(score_words(self.score))
        self.chart.floor = 0.0 if self.score == LOSS else None
        if self.score == LOSS:
            loss = self._record.series["loss"]
            smoothed = Smoothed(loss, self.smoothing)
            self.add(Line("loss", self.tr("train"), "series1", loss, smoothed=smoothed))
        self.add(
            Line("validation", self.tr("validation"), "series2", self._validation(), width=2, markers=True)
        )
        if self.score in self._record.naive and self.score != LOSS:
            naive = self._record.naive[self.score]
            self.add(Line("naive", self.tr("naive answer"), "faint", naive, width=2))
        self._mark_best()
        self.add(Line("best", self.tr("best"), "good", self._best, width=3.5, dots=True))

    def _validation(self) -> Series:
        if self.score == LOSS:
            return self._record.series["validation_loss"]
        return self._record.scores.get(self.score) or Series()

    def _is_behind(self) -> bool:
        """Whether what is measured now has come after the curves were chosen."""
        drawn = {line.name for line in self.chart.lines}
        series = next(line.series for line in self.chart.lines if line.name == "validation")
        return series is not self._validation() or (self.score in self._record.naive) != ("naive" in drawn)

    def _mark_best(self) -> None:
        """The evaluation whose score judges best, on whichever curve is shown."""
        judged = self._record.judged
        self._best.cut_after(-1)
        if judged is None:
            return
        point = self._validation().nearest(judged["step"], by_time=False)
        if point is not None and point.step == judged["step"]:
            self._best.append(point.step, point.time, point.value)
