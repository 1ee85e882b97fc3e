"""Mean and standard deviation over the folds, of each score on the rows they held out, beside the naive answer's."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.metrics import is_better
from gui.state.group import GroupState
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.flow import FlowLayout
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.score_words import baseline_words, score_words

_WIDTH = 128


class MeansCard(Card):
    """One number for each score; of the folds so far until all have finished."""

    def __init__(self, scores: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Mean ± standard deviation over the folds"))
        self.set_subtitle(" ")
        inside = QWidget()
        flow = FlowLayout(inside, 26, 10)
        self.numbers = {name: _Mean(name) for name in scores}
        for number in self.numbers.values():
            number.hide()
            flow.addWidget(number)
        self._empty = Label(self.tr("The first fold that finishes shows its scores here."), "faint")
        self.add(self._empty)
        self.add(inside)

    def show_group(self, state: GroupState) -> None:
        baseline = state.baseline("test")
        finished = sum(part.state == "finished" for part in state.record.parts.values())
        self._empty.setVisible(not finished)
        words = [self.tr("on the rows that each fold held out")] if finished else []
        if finished and state.record.summary is None:
            words.append(self.tr("{0} folds so far").format(finished))
        if baseline:
            words.append(baseline_words(str(baseline.get("name", ""))).rstrip(" :："))
        self.set_subtitle(" · ".join(words))
        for name, number in self.numbers.items():
            spread = state.record.spread("test", name)
            number.setVisible(spread is not None)
            if spread is not None:
                number.show_spread(*spread, baseline.get(name))


class _Mean(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._metric = name
        self.setMinimumWidth(_WIDTH)
        self.number = KeyNumber(score_words(name))
        self.naive = Label("", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.number)
        layout.addWidget(self.naive)

    def show_spread(self, mean: float, sd: float | None, naive: object) -> None:
        self.number.set_value(figure(mean), f"± {figure(sd)}" if sd is not None else "")
        if not isinstance(naive, int | float):
            self.naive.setText("")
            return
        worse = not is_better(self._metric, mean, float(naive))
        said = self.tr("naive {0}").format(figure(float(naive)))
        self.naive.setText(f"▲ {said}" if worse else said)
        self.naive.set_role("warning" if worse else "dim")
