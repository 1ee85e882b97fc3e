"""Where a step's time goes, and who holds the others up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.i18n.amounts import flops, share, size
from gui.state.run_record import PARTS, Event, RunRecord
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.sign import Sign
from gui.widgets.stacked_bar import Part, StackedBar

_COLOURS = {
    "data": "series3", "forward": "series1", "backward": "series4", "sync": "series2", "optimizer": "series5", "checkpoint": "#35b6c9", "other": "faint",
}  # fmt: skip
_LEAST_SHARE = 0.005  # of a step; less would be said as 0 %


class StepCard(Card):
    """Shows the parts of a step as one bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Where a step's time goes"), " ", parent=parent)
        self.bar = self.add(StackedBar(self.tr("Where a step's time goes")))
        self._empty = self.add(
            Label(self.tr("Measured about a second after the first steps."), "faint", wrap=True)
        )
        self.costs = self.add(Label("", "caption", wrap=True))
        self._warning = QWidget()
        line = QHBoxLayout(self._warning)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.straggler = Label("", "warning", wrap=True)
        line.addWidget(Sign("warning"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.straggler, 1)
        self.add(self._warning)
        self.body.addStretch(1)
        self.show_record(RunRecord())

    def show_record(self, record: RunRecord) -> None:
        """Draw the parts, and say what they reached and who holds them up."""
        parts = record.parts()
        total = sum(parts.values())
        self._empty.setVisible(not total)
        self.set_subtitle(
            self.tr("{0} ms, median of the last reports").format(milliseconds(total)) if total else ""
        )
        names = self._names()
        shown = [
            Part(names[name], parts[name], f"{parts[name] / total:.0%}", _COLOURS[name])
            for name in PARTS
            if total and parts.get(name, 0.0) / total >= _LEAST_SHARE
        ]
        self.bar.set_parts(shown)
        costs = self._costs(record)
        self.costs.setText(costs)
        self.costs.setVisible(bool(costs))
        straggler = record.straggler
        self._warning.setVisible(straggler is not None)
        if straggler is not None:
            self.straggler.setText(f"{self._slow_words(straggler)} {self._cause_words(straggler)}".strip())

    def _costs(self, record: RunRecord) -> str:
        """What the steps reach and send; each only where it is known."""
        said = []
        if (reached := record.over_ranks("flops")) is not None:
            said.append(flops(reached))
        if (peak := record.of_a_rank("peak_share")) is not None:
            said.append(self.tr("{0} of the measured peak").format(share(peak)))
        if sent := record.over_ranks("bytes_sent"):
            said.append(self.tr("{0} sent a step").format(size(sent)))
        if hidden := record.of_a_rank("hidden"):
            words = self.tr("{0} ms of communication hidden behind backward")
            said.append(words.format(milliseconds(hidden)))
        return " · ".join(said)

    def _slow_words(self, straggler: Event) -> str:
        words = self.tr("Rank {0} is {1} slower than the others: every step waits for it.")
        return words.format(straggler["rank"], share(straggler["slower"]))

    def _cause_words(self, straggler: Event) -> str:
        """Why, as far as the run found out."""
        causes = {
            "hot_device": self.tr("{device} is hot, {temperature} °C, and slows itself down."),
            "other_process": self.tr("{name} (process {pid}) works on the same device."),
            "slow_data": self.tr("Its data comes too slowly."),
        }
        words = causes.get(str(straggler.get("cause")), "")
        try:
            return words.format_map(straggler.get("params") or {})
        except KeyError:  # a run that names less than the sentence needs
            return ""

    def _names(self) -> dict[str, str]:
        return {
            "data": self.tr("data"),
            "forward": self.tr("forward"),
            "backward": self.tr("backward"),
            "sync": self.tr("communication"),
            "optimizer": self.tr("optimizer"),
            "checkpoint": self.tr("checkpoint"),
            "other": self.tr("other"),
        }


def milliseconds(seconds: float) -> str:
    """Three figures: 216, 21.6, 2.16, 0.22."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
