"""How a search got better: every run's score as a dot, and a line through the best so far."""

from PySide6.QtWidgets import QWidget

from gui.state.group_record import GroupRecord
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chart_view import Range
from gui.widgets.parallel_axes import score_axis


class BestChart(ChartPanel):
    """The horizontal axis counts the runs that have ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_heading(self.tr("Best so far"))
        self.chart.floor = None
        self.chart.empty_text = self.tr("A dot appears here with each run that has ended.")
        self.chart.x_text = self._mark
        self.scores = self.add(Line("scores", self.tr("each run"), "dim", dots=True))
        self.best = self.add(Line("best", self.tr("best so far"), "accent", width=2))

    def show_record(self, record: GroupRecord, higher_is_better: bool) -> None:
        order = range(1, len(record.ended_in_order) + 1)
        scores = [record.parts[number].score for number in record.ended_in_order]
        known = [score for score in scores if score is not None]
        for line, values in ((self.scores, scores), (self.best, record.best_so_far)):
            line.series.cut_after(-1)
            told = [value if value is not None else float("nan") for value in values]
            line.series.extend(list(order), list(order), told)
        self._leave_out(known, higher_is_better)
        self.chart.touch()

    def _leave_out(self, scores: list[float], higher_is_better: bool) -> None:
        """One run far off must not press all others together."""
        axis = score_axis("", scores, higher_is_better)
        far = any(not axis.low <= score <= axis.high for score in scores)
        self.chart.bounds = Range(axis.low, axis.high) if far else None

    def _mark(self, value: float, marks: list[float]) -> str:
        if len(marks) == 1:
            return self.tr("run {0} to end").format(round(value))
        return f"{value:.0f}" if float(value).is_integer() else ""
