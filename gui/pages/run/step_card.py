"""Where a step's time goes, and who holds the others up."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.state.run_record import PARTS, RunRecord
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.sign import Sign
from gui.widgets.stacked_bar import Part, StackedBar

_COLOURS = {
    "data": "series3", "forward": "series1", "backward": "series4", "sync": "series2", "optimizer": "series5", "other": "faint",
}  # fmt: skip


class StepCard(Card):
    """Shows the parts of a step as one bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Where a step's time goes"), " ", parent=parent)
        self.bar = self.add(StackedBar(self.tr("Where a step's time goes")))
        self._empty = self.add(
            Label(self.tr("Measured about a second after the first steps."), "faint", wrap=True)
        )
        self._warning = QWidget()
        line = QHBoxLayout(self._warning)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.straggler = Label("", "warning", wrap=True)
        line.addWidget(Sign("warning"))
        line.addWidget(self.straggler, 1)
        self.add(self._warning)
        self.body.addStretch(1)
        self.show_record(RunRecord())

    def show_record(self, record: RunRecord) -> None:
        parts = record.parts()
        total = sum(parts.values())
        self.bar.setVisible(bool(total))
        self._empty.setVisible(not total)
        self.set_subtitle(
            self.tr("{0} ms, median of the last reports").format(milliseconds(total)) if total else ""
        )
        names = self._names()
        shown = [
            Part(names[name], parts[name], f"{parts[name] / total:.0%}", _COLOURS[name])
            for name in PARTS
            if total and parts.get(name)
        ]
        self.bar.set_parts(shown)
        found = record.straggler()
        self._warning.setVisible(found is not None)
        if found:
            text = self.tr("Rank {0} is {1} slower than the others: every step waits for it.")
            self.straggler.setText(text.format(found[0], f"{found[1]:.0%}"))

    def _names(self) -> dict[str, str]:
        return {
            "data": self.tr("data"),
            "forward": self.tr("forward"),
            "backward": self.tr("backward"),
            "sync": self.tr("gradient sync"),
            "optimizer": self.tr("optimizer"),
            "other": self.tr("other"),
        }


def milliseconds(seconds: float) -> str:
    """Three figures: 216, 21.6, 2.16, 0.22."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
