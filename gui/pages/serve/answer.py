"""What a model answered: a value, labels with the probability of each class, items with their scores, or a text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.theme.fonts import words
from gui.widgets.chart_axis import figure
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar

_MOST_CLASSES = 8
_NAME_WIDTH = 200


class Answer(QWidget):
    """``show_output`` takes one output of /v1/predict; ``caption`` says what a value or a label is."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = caption
        self._caption = Label(caption, "caption")
        self.value = Label("", wrap=True).set_selectable()
        self.value.setFont(words(24, tabular=True))
        self.unseen = Label("", "warning", wrap=True)
        self.latency = Label("", "faint")
        self._bars = QWidget()
        self._grid = QGridLayout(self._bars)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._caption, self.value, self.unseen, self._bars, self.latency):
            layout.addWidget(widget)

    def show_output(self, output: dict[str, Any], seconds: float) -> None:
        self._clear()
        self.latency.setText(self.tr("answered in {0} ms").format(f"{seconds * 1000:.1f}"))
        items = output.get("items")
        self._caption.setText(self._caption_of(output))
        self.value.setText(self._headline(output))
        self.value.setVisible(bool(self.value.text()))
        if items is not None:
            self._show_items(items, output.get("scores") or ())
        else:
            self._show_shares(output.get("probabilities") or {}, output.get("labels"))
        self._bars.setVisible(self._grid.count() > 0)
        self._say_unseen(output.get("unseen") or ())

    def _caption_of(self, output: dict[str, Any]) -> str:
        if "items" in output:
            return self.tr("Most likely next, with its score")
        return self.tr("Score: higher is likelier") if "score" in output else self._said

    def _headline(self, output: dict[str, Any]) -> str:
        if "items" in output:
            return "" if output["items"] else self.tr("Nothing is known of it.")
        if "labels" in output:
            return ", ".join(str(label) for label in output["labels"]) or self.tr("none of the labels")
        value = next((output[key] for key in ("label", "value", "score", "text") if key in output), "")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return figure(value) if is_number else str(value)

    def _show_shares(self, probabilities: dict[str, float], said: Sequence[str] | None) -> None:
        """The likeliest; of several labels those that are said are marked."""
        likely = sorted(probabilities.items(), key=lambda pair: -pair[1])[:_MOST_CLASSES]
        for row, (label, share) in enumerate(likely):
            bar = MeterBar(name=str(label))
            bar.set_share(share)
            self._add(row, str(label), f"{share:.1%}", bar)
            if said is not None:
                self._grid.addWidget(Label("✓" if label in said else "", "good"), row, 3)

    def _show_items(self, items: Sequence[Any], scores: Sequence[float]) -> None:
        """In their order; a score has no scale of its own that a bar could show."""
        for row, (item, score) in enumerate(zip(items, scores, strict=False)):
            self._add(row, f"{row + 1}.  {item}", f"{score:.3f}", QWidget())

    def _add(self, row: int, name: str, figure_text: str, between: QWidget) -> None:
        label = ElidedLabel(name)
        label.setFixedWidth(_NAME_WIDTH)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(between, row, 1)
        self._grid.addWidget(Label(figure_text, "dim").set_tabular(), row, 2)

    def _say_unseen(self, sides: Sequence[str]) -> None:
        names = {"user": self.tr("this user"), "item": self.tr("this item")}
        said = ", ".join(names.get(side, str(side)) for side in sides)
        self.unseen.setText(self.tr("Not seen in training: {0}.").format(said) if said else "")
        self.unseen.setVisible(bool(said))

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().deleteLater()
