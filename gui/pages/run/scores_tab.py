"""The final scores of a run on each split, F1 of each class, and the confusion matrix."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure, thousands
from gui.widgets.confusion import ConfusionMatrix
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar
from gui.widgets.score_words import SCORES, score_words

SPLITS = ("train", "validation", "test")


class ScoresTab(QWidget):
    """Shows ``{split: {score: value}}``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, dict[str, Any]] | None = None
        self._table = Card(self.tr("Scores"), " ")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(len(SPLITS) + 1, 1)
        self._table.add_layout(self._grid)
        self._table.body.addStretch(1)
        self._classes = Card(self.tr("F1 of each class"), " ")
        self._class_grid = QGridLayout()
        self._class_grid.setHorizontalSpacing(12)
        self._classes.add_layout(self._class_grid)
        self._classes.body.addStretch(1)
        self._matrix_card = Card(self.tr("Confusion matrix"), " ")
        self.matrix = ConfusionMatrix()
        self._matrix_card.add(self.matrix, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._table, 3)
        row.addWidget(self._classes, 2)
        row.addWidget(self._matrix_card, 4)
        self.show_scores({}, final=False)

    def show_scores(self, scores: dict[str, dict[str, Any]], final: bool) -> None:
        if scores == self._shown:
            return
        self._shown = scores
        self._table.set_subtitle(self.tr("measured on the final weights") if final else self.tr("so far"))
        _empty(self._grid)
        names = [name for name in SCORES if any(name in scores.get(split, {}) for split in SPLITS)]
        if not names:
            self._grid.addWidget(
                Label(self.tr("Scores appear with the first evaluation."), "faint", wrap=True), 0, 0
            )
        splits = [split for split in SPLITS if scores.get(split)]
        words = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        for column, split in enumerate(splits):
            self._grid.addWidget(Label(words[split], "caption"), 0, column + 1, Qt.AlignmentFlag.AlignRight)
        for row, name in enumerate(names):
            self._grid.addWidget(Label(score_words(name), "dim"), row + 1, 0)
            for column, split in enumerate(splits):
                value = scores[split].get(name)
                label = Label(figure(value) if isinstance(value, int | float) else "–").set_tabular()
                self._grid.addWidget(label.set_selectable(), row + 1, column + 1, Qt.AlignmentFlag.AlignRight)
        self._show_classes(scores, words)

    def _show_classes(self, scores: dict[str, dict[str, Any]], words: dict[str, str]) -> None:
        split = next((name for name in ("test", "validation") if scores.get(name, {}).get("confusion")), None)
        self._classes.setVisible(split is not None)
        self._matrix_card.setVisible(split is not None)
        if split is None:
            return
        values = scores[split]
        labels = [str(label) for label in values.get("labels") or range(len(values["confusion"]))]
        self._matrix_card.set_subtitle(words[split])
        self._classes.set_subtitle(words[split])
        self.matrix.set_counts(labels, values["confusion"])
        _empty(self._class_grid)
        for row, (label, value) in enumerate(class_scores(labels, values.get("f1"))):
            name = Label(label)
            name.setMaximumWidth(160)
            bar = MeterBar(value, name=label)
            bar.set_share(value)
            self._class_grid.addWidget(name, row, 0)
            self._class_grid.addWidget(bar, row, 1)
            self._class_grid.addWidget(Label(figure(value)).set_tabular(), row, 2)


def class_scores(labels: list[str], scores: Any) -> list[tuple[str, float | None]]:
    """(label, score) however the scores came: by label or in the labels' order."""
    if isinstance(scores, dict):
        return [(label, scores.get(label)) for label in labels]
    if isinstance(scores, list | tuple):
        return list(zip(labels, scores, strict=False))
    return []


def rows_text(rows: dict[str, int]) -> str:
    """354 train · 44 validation · 44 test."""
    return " · ".join(f"{thousands(count)} {split}" for split, count in rows.items() if count)


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if item.widget():
            item.widget().deleteLater()
