"""Where a model is good and where it is not: slices of the rows, and the columns it leans on."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.metrics import HIGHER_IS_BETTER
from engine.schema.report import Importance, Report, Slice
from gui.i18n.amounts import number
from gui.pages.report.scores_card import interval_words
from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.interval_bars import LINE, IntervalBar, IntervalBars
from gui.widgets.page import Scrolled
from gui.widgets.score_words import score_words

_LINES = 9  # shown without scrolling


class WeightsRow(QWidget):
    """Two cards; each hides when it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slices_card, self.slices = Card(self.tr("By column"), " "), IntervalBars()
        self._importance_card, self.importance = Card(self.tr("What it leans on"), " "), IntervalBars()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for card, bars in ((self._slices_card, self.slices), (self._importance_card, self.importance)):
            scrolled = Scrolled()
            scrolled.column.addWidget(bars)
            scrolled.column.addStretch(1)
            card.add(scrolled, 1)
            row.addWidget(card, 1)

    def show_report(self, report: Report) -> None:
        metric = score_words(report.metric)
        self._slices_card.setVisible(bool(report.slices))
        self._slices_card.set_subtitle(self.tr("{0}, worst first").format(metric))
        self.slices.set_bars(slice_bars(report))
        self._importance_card.setVisible(bool(report.importance))
        self._importance_card.set_subtitle(
            self.tr("{0} lost when a column says nothing, on {1} rows").format(
                metric, number(report.importance_rows)
            )
        )
        self.importance.set_bars(importance_bars(report.importance))
        self.setVisible(bool(report.slices or report.importance))
        lines = min(max(len(report.slices), len(report.importance)), _LINES)
        self.setFixedHeight(LINE * lines + 64)


def slice_bars(report: Report) -> list[IntervalBar]:
    """The slices, worst first."""
    known = [part for part in report.slices if part.score.value is not None]
    known.sort(key=lambda part: part.score.value or 0.0, reverse=report.metric not in HIGHER_IS_BETTER)
    return [_slice_bar(part) for part in known]


def importance_bars(weights: tuple[Importance, ...]) -> list[IntervalBar]:
    """The columns, the most important first."""
    return [
        IntervalBar(
            weight.column,
            weight.drop,
            figure(weight.drop),
            weight.drop - weight.deviation,
            weight.drop + weight.deviation,
        )
        for weight in weights
    ]


def _slice_bar(part: Slice) -> IntervalBar:
    score = part.score
    text = f"{figure(score.value)}  {interval_words(score)}".strip()
    name = f"{part.column}: {part.value}"
    return IntervalBar(name, score.value or 0.0, text, score.low, score.high, note=number(part.rows))
