"""The strategies as cards: what lies where, what it would cost here, or why it cannot work here."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.plan import Fit
from gui.client.words import problem_line, say_problem
from gui.forms.editors import schema_text
from gui.forms.fields import Option
from gui.i18n.amounts import size, speed
from gui.state.strategies import FIRST, least_ranks
from gui.widgets.button import Button
from gui.widgets.choice_card import ChoiceCard
from gui.widgets.label import Label
from gui.widgets.layout_picture import LayoutPicture

SHOWN = 4  # cards while the others are folded
_NARROW = 620  # pixels below which two cards stand in a row, not four
_LACKS_DEVICES = ("needs_more_devices", "mesh_needs_more_devices")


class StrategyChooser(QWidget):
    """One card per strategy, four shown and the others folded; ``chosen`` tells that a person picked one."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid, self._group = QGridLayout(), QButtonGroup(self)
        self._grid.setSpacing(10)
        self._titles = {option.value: schema_text(option.label) for option in options}
        self.cards = {option.value: self._card(option) for option in options}
        self._columns = 4
        self.setMinimumWidth(1)  # the cards come closer together before the page is cut off
        self._row: list[str] = []  # what is shown while folded: a card does not move under the mouse
        self._why = Label("", "caption", wrap=True)
        self._why.hide()
        self.more = Button(self.tr("More strategies ▾"), "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._on_more_toggled)
        self.auto = Button(self.tr("Let Modelyard choose"), "link")
        self.auto.clicked.connect(self.cards["auto"].click)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        foot.addWidget(self.auto)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self._why)
        layout.addLayout(foot)
        self._reflow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if event.size().width() < _NARROW else 4
        if columns != self._columns:
            self._columns = columns
            QTimer.singleShot(0, self, self._reflow)  # not while a layout is at work

    def value(self) -> str:
        return next((name for name, card in self.cards.items() if card.isChecked()), "")

    def set_value(self, name: str) -> None:
        """Choose without telling anybody."""
        if name in self.cards and name != self.value():
            with QSignalBlocker(self._group):
                self.cards[name].setChecked(True)
            self._why.hide()
            self._reflow()

    @property
    def why(self) -> str:
        """Why the card that was looked at last cannot work; empty when it can."""
        return "" if self._why.isHidden() else self._why.text()

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return [*(self.cards[name] for name in self._shown()), self.more, self.auto]

    def show_fits(self, fits: Mapping[str, Fit], picked: int, units: str) -> None:
        """Say on each card what it would cost with as many ranks as are picked; those without a Fit say nothing."""
        for name, card in self.cards.items():
            fit = fits.get(name)
            if picked == 1 < least_ranks(name) and _lacks_devices(fit):  # choosing it brings them
                card.set_impossible("")
                card.set_figures(self.tr("on {0} devices").format(least_ranks(name)), "caption")
            elif fit is None:
                card.set_impossible("")
                card.set_figures("")
            else:
                self._show_fit(card, fit, units)
        self._why.hide()

    def _show_fit(self, card: ChoiceCard, fit: Fit, units: str) -> None:
        card.set_impossible(problem_line(fit.problem) if fit.problem else "")
        if fit.problem:
            card.set_figures(say_problem(fit.problem).what, "reason")
            return
        memory = self.tr("{0} / device").format(size(fit.memory.total)) if fit.memory.total else ""
        said = self.tr("does not fit") if fit.fits is False else speed(fit.units_per_second, units)
        text = "\n".join(part for part in (memory, said) if part)
        card.set_figures(text, "bad" if fit.fits is False else "good")

    def _card(self, option: Option) -> ChoiceCard:
        title, sentence = self._titles[option.value], schema_text(option.help)
        card = ChoiceCard(title, sentence, LayoutPicture(option.value), self)
        card.setObjectName(f"strategy:{option.value}")
        card.picked.connect(lambda: self._on_picked(option.value))
        card.looked_at.connect(lambda: self._say_why(option.value))
        self._group.addButton(card)
        return card

    def _shown(self) -> list[str]:
        """All in the schema's order when unfolded; else four, the chosen one among them."""
        if self.more.isChecked():
            return list(self.cards)
        chosen = self.value()
        if not self._row or (chosen and chosen not in self._row):
            first = [chosen] if chosen and chosen not in FIRST else []
            self._row = [*first, *FIRST][:SHOWN]
        return self._row

    def _reflow(self) -> None:
        shown = self._shown()
        for card in self.cards.values():
            self._grid.removeWidget(card)
        for index, name in enumerate(shown):
            self._grid.addWidget(self.cards[name], index // self._columns, index % self._columns)
        for column in range(SHOWN):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        for name, card in self.cards.items():
            card.setVisible(name in shown)

    def _on_picked(self, name: str) -> None:
        self._why.hide()
        self._reflow()
        self.chosen.emit(name)

    def _say_why(self, name: str) -> None:
        why = self.cards[name].impossible
        self._why.setText(f"{self._titles[name]}: {why}" if why else "")
        self._why.setVisible(bool(why))

    def _on_more_toggled(self, unfolded: bool) -> None:
        self.more.setText(self.tr("Fewer strategies ▴") if unfolded else self.tr("More strategies ▾"))
        self._why.hide()
        self._reflow()


def _lacks_devices(fit: Fit | None) -> bool:
    """Whether more devices are all that it takes, as far as is known."""
    return fit is None or fit.problem is None or fit.problem.code in _LACKS_DEVICES
