"""The scores of a run on each split, each beside what the naive answer scores there."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.schema.metrics import is_better
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.label import Label
from gui.widgets.score_words import SCORES, baseline_words, score_words

SPLITS = ("train", "validation", "test")
_RIGHT = Qt.AlignmentFlag.AlignRight


class ScoreTable(Card):
    """Shows ``{split: {score: value, "baseline": {score: value}}}``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Scores"))
        self.set_subtitle(" ")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(2 * len(SPLITS) + 1, 1)
        self.add_layout(self._grid)
        self.naive = Label("", "faint", wrap=True)
        self.add(self.naive)
        self.body.addStretch(1)

    def show_scores(self, scores: dict[str, dict[str, Any]], final: bool) -> None:
        self.set_subtitle(self.tr("measured on the final weights") if final else self.tr("so far"))
        while (item := self._grid.takeAt(0)) is not None:
            if item.widget():
                item.widget().deleteLater()
        names = [name for name in SCORES if any(name in scores.get(split, {}) for split in SPLITS)]
        if not names:
            text = self.tr("Scores appear with the first evaluation.")
            self._grid.addWidget(Label(text, "faint", wrap=True), 0, 0)
        splits = [split for split in SPLITS if scores.get(split)]
        for row, name in enumerate(names):
            self._grid.addWidget(Label(score_words(name), "dim"), row + 1, 0)
        column = 1
        for split in splits:
            column = self._show_split(column, split, scores[split], names)
        told = [name for split in splits if (name := (scores[split].get("baseline") or {}).get("name"))]
        self.naive.setText(baseline_words(str(told[0])).rstrip(" :：") if told else "")
        self.naive.setVisible(bool(told))

    def _show_split(self, column: int, split: str, values: dict[str, Any], names: list[str]) -> int:
        """Fill one or two columns; gives the next free one."""
        words = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        baseline = values.get("baseline") or {}
        self._grid.addWidget(Label(words[split], "caption"), 0, column, _RIGHT)
        for row, name in enumerate(names):
            self._grid.addWidget(_number(values.get(name)), row + 1, column, _RIGHT)
        if not baseline:
            return column + 1
        self._grid.addWidget(Label(self.tr("naive"), "caption"), 0, column + 1, _RIGHT)
        for row, name in enumerate(names):
            self._grid.addWidget(
                _naive(name, values.get(name), baseline.get(name)), row + 1, column + 1, _RIGHT
            )
        return column + 2


def _number(value: Any) -> Label:
    label = Label(figure(value) if isinstance(value, int | float) else "–").set_tabular()
    return label.set_selectable()


def _naive(name: str, value: Any, naive: Any) -> Label:
    """Dim; marked where the model is not better than it."""
    if not isinstance(naive, int | float):
        return Label("–", "faint")
    worse = isinstance(value, int | float) and not is_better(name, value, naive)
    return Label(
        f"▲ {figure(naive)}" if worse else figure(naive), "warning" if worse else "faint"
    ).set_tabular()
