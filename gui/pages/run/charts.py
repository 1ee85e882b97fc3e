"""The curves of one run: loss or score large, throughput and learning rate beside it."""

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.pages.run.score_panel import SMOOTHING, ScorePanel
from gui.state.run_record import RunRecord
from gui.theme.tokens import GAP
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chart_smoothing import Smoothed

SPEED_SMOOTHING = 0.8  # its points are reports already, not steps


class RunCharts(QWidget):
    """Draws the series of a record; ``touch`` says that they grew."""

    def __init__(self, record: RunRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        series = record.series
        self.loss = ScorePanel(record)
        self.speed = ChartPanel(self.tr("Throughput, rows/s"), legend=False)
        speed = series["throughput"]
        self._speed = Line(
            "speed", self.tr("rows/s"), "series3", speed, smoothed=Smoothed(speed, SPEED_SMOOTHING)
        )
        self.speed.add(self._speed)
        self.rate = ChartPanel(self.tr("Learning rate · gradient norm"), legend=False)
        norm = Line(
            "norm",
            self.tr("gradient norm"),
            "series5",
            series["gradient_norm"],
            smoothed=Smoothed(series["gradient_norm"], SMOOTHING),
            own_scale=True,
        )
        self.rate.add(norm)
        self.rate.add(Line("rate", self.tr("learning rate"), "series4", series["learning_rate"], width=2))
        self.loss.axis.changed.connect(self._on_axis_changed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        grid.addWidget(self.loss, 0, 0, 2, 1)
        grid.addWidget(self.speed, 0, 1)
        grid.addWidget(self.rate, 1, 1)
        grid.setColumnStretch(0, 61)
        grid.setColumnStretch(1, 39)

    def touch(self, total: int | None) -> None:
        for panel in (self.loss, self.speed, self.rate):
            panel.chart.expected = float(total) if total else None
            panel.chart.touch()
        self.loss.touch()

    def count_in(self, units: str) -> None:
        """Say what the throughput is counted in: rows, or tokens."""
        tokens = units == "tokens"
        self.speed.set_heading(self.tr("Throughput, tokens/s") if tokens else self.tr("Throughput, rows/s"))
        self._speed.label = self.tr("tokens/s") if tokens else self.tr("rows/s")

    def say_when_empty(self, text: str) -> None:
        for panel in (self.loss, self.speed, self.rate):
            panel.chart.empty_text = text
            panel.chart.touch()

    def _on_axis_changed(self, axis: str) -> None:
        for panel in (self.speed, self.rate):
            panel.chart.set_by_time(axis == "time")
