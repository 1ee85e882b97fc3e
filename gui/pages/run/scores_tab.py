"""The final scores of a run on each split beside the naive answer's, and what the last evaluation looks like."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.run.score_pictures import ScorePictures
from gui.pages.run.score_table import ScoreTable
from gui.theme.tokens import GAP
from gui.widgets.chart_axis import thousands

_PICTURED = ("test", "validation")  # the first that was measured


class ScoresTab(QWidget):
    """Shows ``{split: {score: value}}``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[dict[str, dict[str, Any]], bool] | None = None
        self.table = ScoreTable()
        self.pictures = ScorePictures()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.table, 42)
        row.addWidget(self.pictures, 58)
        self.show_scores({}, final=False)

    def show_scores(self, scores: dict[str, dict[str, Any]], final: bool) -> None:
        if (scores, final) == self._shown:
            return
        self._shown = (scores, final)
        self.table.show_scores(scores, final)
        split = next((name for name in _PICTURED if scores.get(name)), "")
        words = {"validation": self.tr("validation"), "test": self.tr("test"), "": ""}
        self.pictures.show_values(scores.get(split, {}), words[split])


def rows_text(rows: dict[str, int]) -> str:
    """354 train · 44 validation · 44 test."""
    return " · ".join(f"{thousands(count)} {split}" for split, count in rows.items() if count)
