"""The pictures of a report, side by side: confusion and curves of a classifier, answers beside the truth of a regression."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.report import Report
from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.confusion import ConfusionMatrix
from gui.widgets.error_histogram import ErrorHistogram
from gui.widgets.scatter_plot import ScatterPlot
from gui.widgets.segmented import Segmented
from gui.widgets.unit_plot import UnitCurve, UnitPlot

_HEIGHT = 330


class PlotsRow(QWidget):
    """``cell_chosen`` tells a true and an answered class."""

    cell_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._matrix_card = Card(self.tr("Confusion matrix"), self.tr("click a cell to see its rows"))
        self.matrix = ConfusionMatrix()
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self._matrix_card.add(self.matrix, 1)
        self._curves_card = Card(self.tr("Curves"))
        self.curve = Segmented(
            (("roc", self.tr("ROC")), ("precision_recall", self.tr("Precision, recall"))),
            name=self.tr("Which curve"),
        )
        self.curve.changed.connect(lambda _: self._draw_curves())
        self._curves_card.add_action(self.curve)
        self.roc = UnitPlot(self.tr("False positive rate"), self.tr("True positive rate"), diagonal=True)
        self.precision = UnitPlot(self.tr("Recall"), self.tr("Precision"))
        for plot in (self.roc, self.precision):
            self._curves_card.add(plot, 1)
        self._calibration_card = Card(self.tr("Calibration"))
        self.calibration = UnitPlot(
            self.tr("How sure it was"), self.tr("How often it was right"), diagonal=True
        )
        self._calibration_card.add(self.calibration, 1)
        self._scatter_card = Card(self.tr("Answers beside the truth"))
        self.scatter = ScatterPlot(self.tr("Answer"), self.tr("Truth"))
        self._scatter_card.add(self.scatter, 1)
        self._errors_card = Card(self.tr("How far off"))
        self.errors = ErrorHistogram(self.tr("Answer less truth"))
        self._errors_card.add(self.errors, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for card, share in (
            (self._matrix_card, 4), (self._curves_card, 4), (self._calibration_card, 3), (self._scatter_card, 3),
            (self._errors_card, 2),
        ):  # fmt: skip
            row.addWidget(card, share)
        self.setFixedHeight(_HEIGHT)

    def show_report(self, report: Report) -> None:
        self._report = report
        self._matrix_card.setVisible(bool(report.confusion))
        if report.confusion:
            self.matrix.set_counts(report.labels, report.confusion)
        self._curves_card.setVisible(bool(report.roc))
        self._draw_curves()
        self._calibration_card.setVisible(bool(report.calibration))
        bins = report.calibration
        most = max((part.rows for part in bins), default=1)
        self.calibration.set_curves(
            [
                UnitCurve(
                    "",
                    [part.confidence for part in bins],
                    [part.accuracy for part in bins],
                    [part.rows / most for part in bins],
                )
            ]
        )
        for card in (self._scatter_card, self._errors_card):
            card.setVisible(bool(report.residuals))
        self.errors.set_errors([answer - truth for answer, truth in report.residuals])
        self.scatter.set_pairs(report.residuals)
        self.setVisible(bool(report.labels or report.residuals))

    def _draw_curves(self) -> None:
        chosen = self.curve.value
        self.roc.setVisible(chosen == "roc")
        self.precision.setVisible(chosen != "roc")
        if self._report is not None:
            for plot, curves in (
                (self.roc, self._report.roc),
                (self.precision, self._report.precision_recall),
            ):
                plot.set_curves([UnitCurve(label, curve.x, curve.y) for label, curve in curves.items()])
