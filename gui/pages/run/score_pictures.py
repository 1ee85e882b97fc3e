"""The final evaluation of a run as pictures: confusion, each class's F1, curves of its ranking, calibration, residuals."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.confusion import ConfusionMatrix
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar
from gui.widgets.page import Scrolled
from gui.widgets.scatter_plot import ScatterPlot
from gui.widgets.segmented import Segmented
from gui.widgets.unit_plot import UnitCurve, UnitPlot

_MOST_CLASSES = 40  # of which the F1 is listed, the worst first where there are more


class ScorePictures(QWidget):
    """As many cards as there is something to show; ``show_values`` takes the values of one evaluation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, Any] = {}
        self._matrix_card = Card(self.tr("Confusion matrix"), " ")
        self.matrix = ConfusionMatrix()
        self._matrix_card.add(self.matrix, 1)
        self._classes = Card(self.tr("F1 of each class"), " ")
        scrolled = Scrolled()
        self._class_grid = QGridLayout()
        self._class_grid.setHorizontalSpacing(12)
        scrolled.column.addLayout(self._class_grid)
        scrolled.column.addStretch(1)
        self._classes.add(scrolled, 1)
        self._curves = Card(self.tr("Curves"), " ")
        self.curve = Segmented((("roc", self.tr("ROC")), ("pr", self.tr("PR"))), name=self.tr("Which curve"))
        self.curve.changed.connect(lambda _: self._draw_curve())
        self._curves.add_action(self.curve)
        self.roc = UnitPlot(self.tr("False positive rate"), self.tr("True positive rate"), diagonal=True)
        self.precision = UnitPlot(self.tr("Recall"), self.tr("Precision"))
        self._curves.add(self.roc, 1)
        self._curves.add(self.precision, 1)
        self._calibration = Card(self.tr("Calibration"), " ")
        self.calibration = UnitPlot(
            self.tr("Probability it gave"), self.tr("Share that was so"), diagonal=True
        )
        self._calibration.add(self.calibration, 1)
        self._residuals = Card(self.tr("How far off"), " ")
        self.scatter = ScatterPlot(self.tr("Answer"), self.tr("Truth"))
        self._residuals.add(self.scatter, 1)
        self._cards = (self._matrix_card, self._curves, self._classes, self._calibration, self._residuals)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._classes.setMinimumWidth(240)
        self.show_values({}, "")

    def show_values(self, values: dict[str, Any], split: str) -> None:
        """``split`` says in words on which rows this was measured."""
        self._values = values
        f1 = values.get("f1")
        shown = {
            self._matrix_card: bool(values.get("confusion")),
            self._classes: isinstance(f1, dict) and bool(f1),
            self._curves: "roc" in values or "pr" in values,
            self._calibration: "calibration" in values,
            self._residuals: bool((values.get("residuals") or {}).get("predicted")),
        }
        for card in self._cards:
            card.set_subtitle(split)
        self._place([card for card in self._cards if shown[card]])
        if shown[self._matrix_card]:
            labels = values.get("labels") or range(len(values["confusion"]))
            self.matrix.set_counts([str(label) for label in labels], values["confusion"])
        if shown[self._classes]:
            self._show_classes(f1)
        self._draw_curve()
        self._draw_calibration()
        self._draw_residuals()
        self.setVisible(any(shown.values()))

    def _place(self, cards: list[Card]) -> None:
        """Two a line; one that is left over takes the line."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.setVisible(card in cards)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        for number, card in enumerate(cards):
            is_last_alone = number == len(cards) - 1 and not number % 2
            self._grid.addWidget(card, number // 2, number % 2, 1, 2 if is_last_alone else 1)

    def _show_classes(self, f1: dict[str, Any]) -> None:
        while (item := self._class_grid.takeAt(0)) is not None:
            if item.widget():
                item.widget().deleteLater()
        rows = list(f1.items())
        if len(rows) > _MOST_CLASSES:
            rows = sorted(rows, key=lambda row: row[1] if row[1] is not None else 2.0)[:_MOST_CLASSES]
        for row, (label, value) in enumerate(rows):
            name = Label(str(label))
            name.setMaximumWidth(150)
            bar = MeterBar(value, name=str(label))
            bar.set_share(value)
            self._class_grid.addWidget(name, row, 0)
            self._class_grid.addWidget(bar, row, 1)
            self._class_grid.addWidget(Label(figure(value)).set_tabular(), row, 2)

    def _draw_curve(self) -> None:
        chosen = self.curve.value
        self.roc.setVisible(chosen == "roc")
        self.precision.setVisible(chosen == "pr")
        roc, pr = self._values.get("roc") or {}, self._values.get("pr") or {}
        self.roc.set_curves(_curve(roc.get("fpr"), roc.get("tpr")))
        self.precision.set_curves(_curve(pr.get("recall"), pr.get("precision")))

    def _draw_calibration(self) -> None:
        told = self._values.get("calibration") or {}
        counts = [float(count) for count in told.get("count") or ()]
        most = max(counts, default=1.0) or 1.0
        sizes = [count / most for count in counts]
        self.calibration.set_curves(_curve(told.get("probability"), told.get("share"), sizes))

    def _draw_residuals(self) -> None:
        told = self._values.get("residuals") or {}
        predicted, residual = told.get("predicted") or (), told.get("residual") or ()
        pairs = zip(predicted, residual, strict=False)
        self.scatter.set_pairs([(answer, answer + off) for answer, off in pairs])


def _curve(x: Any, y: Any, sizes: Any = ()) -> list[UnitCurve]:
    points = [(a, b) for a, b in zip(x or (), y or (), strict=False) if a is not None and b is not None]
    if not points:
        return []
    return [UnitCurve("", [a for a, _ in points], [b for _, b in points], sizes)]
