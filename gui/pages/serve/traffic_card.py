"""The requests of the last minute as a curve, what was lost of them, and what the last swap did."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QWidget

from gui.i18n.amounts import ago
from gui.state.traffic import MINUTE
from gui.widgets.chart_data import Series
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.state.endpoint_record import Event
    from gui.state.traffic import Traffic


class TrafficCard(ChartPanel):
    """All names of an endpoint together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", legend=False, parent=parent)
        self.set_heading(self.tr("Requests, last minute"))
        self._series = Series()
        self._ages = np.arange(-MINUTE, 1)
        self.chart.x_text = self._ago_text
        self.add(Line("requests", self.tr("requests"), "series1", self._series))
        self.lost = ElidedLabel("", "dim")
        self.body.addWidget(self.lost)

    def show_traffic(self, traffic: "Traffic", now: float) -> None:
        minute = [*traffic.minute(now), 0.0]
        minute[-1] = minute[-2]  # a line ends where its last second does
        self._series.extend(self._ages, self._ages, minute)
        self.chart.touch()

    def show_lost(self, traffic: "Traffic", now: float, swap: "Event | None", version: str) -> None:
        """``swap`` is the last one of the model that is looked at, ``version`` the name it has now."""
        failed, refused = traffic.lost(now)
        said = [self.tr("{0} failed").format(failed)]
        if refused:
            said.append(self.tr("{0} refused").format(refused))
        if swap is not None:
            words = self.tr("{0} dropped in the swap to {1}, {2}")
            said.append(words.format(int(swap.get("dropped") or 0), version, ago(swap.get("time"), now)))
        self.lost.setText(" · ".join(said))

    def _ago_text(self, mark: float, marks: list[float]) -> str:
        seconds = -round(mark)
        return self.tr("now") if seconds <= 0 else self.tr("−{0} s").format(seconds)
