"""The scores of a report: each with the interval around it, and what the naive answer would score."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.metrics import is_better
from engine.schema.report import Report, Score
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.flow import FlowLayout
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.score_words import baseline_words, score_words

_WIDTH = 150


class ScoresCard(Card):
    """A key number for each score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Report", "Scores"), " ", parent)
        inside = QWidget()
        self._flow = FlowLayout(inside, 26, 14)
        self.add(inside)

    def show_report(self, report: Report) -> None:
        while item := self._flow.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        for name, score in report.scores.items():
            self._flow.addWidget(_ScoreView(name, score, report.baseline))
        said = QCoreApplication.translate(
            "Report", "with the range in which 95 of 100 test sets like this one would lie"
        )
        naive = report.baseline.get("name")
        self.set_subtitle(f"{said} · {baseline_words(str(naive))}" if naive else said)
        self.updateGeometry()


class _ScoreView(QWidget):
    def __init__(self, name: str, score: Score, baseline: dict[str, Any]) -> None:
        super().__init__()
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(KeyNumber(score_words(name), figure(score.value)))
        layout.addWidget(Label(interval_words(score), "caption"))
        naive = baseline.get(name)
        if isinstance(naive, int | float):
            better = score.value is not None and is_better(name, score.value, naive)
            text = QCoreApplication.translate("Report", "naive {0}").format(figure(naive))
            layout.addWidget(Label(("▲ " if not better else "") + text, "dim" if better else "warning"))


def interval_words(score: Score) -> str:
    """From … to …; empty where it is not known."""
    if score.low is None or score.high is None:
        return ""
    return f"{figure(score.low)} – {figure(score.high)}"
