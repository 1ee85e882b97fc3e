"""What a model answered: a value, a label with the probability of each class, or how a text goes on."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.theme.fonts import words
from gui.widgets.chart_axis import figure
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar

_MOST_CLASSES = 8


class Answer(QWidget):
    """``show_output`` takes one output of /v1/predict."""

    def __init__(self, target: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Label(target, "caption")
        self.value = Label("", wrap=True).set_selectable()
        self.value.setFont(words(24, tabular=True))
        self.latency = Label("", "faint")
        self._bars = QWidget()
        self._grid = QGridLayout(self._bars)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._caption, self.value, self._bars, self.latency):
            layout.addWidget(widget)

    def show_output(self, output: dict[str, Any], seconds: float) -> None:
        probabilities = output.get("probabilities") or {}
        value = output.get("label", output.get("value", output.get("text")))
        self.value.setText(
            figure(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
        )
        self.latency.setText(self.tr("answered in {0} ms").format(f"{seconds * 1000:.1f}"))
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        likely = sorted(probabilities.items(), key=lambda pair: -pair[1])[:_MOST_CLASSES]
        for row, (label, share) in enumerate(likely):
            name = Label(str(label))
            name.setMaximumWidth(200)
            bar = MeterBar(name=str(label))
            bar.set_share(share)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(bar, row, 1)
            self._grid.addWidget(Label(f"{share:.1%}", "dim").set_tabular(), row, 2)
        self._bars.setVisible(bool(likely))
