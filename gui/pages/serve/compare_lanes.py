"""Two talks side by side: the same words to two served models, each answering by itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.forms.editors import QuietComboBox
from gui.pages.serve.lane import Lane
from gui.state.talks import talk_of
from gui.theme.tokens import GAP
from gui.widgets.notice import Notice

if TYPE_CHECKING:
    from gui.context import Context

Target = tuple[str, str, str]  # endpoint, served name, what it is called


class CompareLanes(QWidget):
    """``offer`` gives the models to choose among; ``moved`` tells that a turn began or ended.

    Where there is but one, ``add_wanted`` asks for another.
    """

    moved = Signal()
    add_wanted = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.lanes: list[Lane] = []
        self.choices: list[QuietComboBox] = []
        self._picked = False  # whether a person wanted the right one as it is
        self._targets: list[tuple[str, str]] = []  # of the choices, in their order
        row = QHBoxLayout()
        row.setSpacing(GAP)
        self.alone = Notice(
            self.tr("There is only one model to ask."), level="info", action=self.tr("Add a version…")
        )
        self.alone.acted.connect(self.add_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.alone)
        layout.addLayout(row, 1)
        for side, name in (("left", self.tr("Model at the left")), ("right", self.tr("Model at the right"))):
            lane = Lane(self.tr("Both are asked the same."))
            choice = QuietComboBox()
            choice.setAccessibleName(name)
            choice.activated.connect(lambda _, side=side: self._pick(side))
            lane.column.insertWidget(0, choice)
            lane.moved.connect(self.moved)
            row.addWidget(lane, 1)
            self.lanes.append(lane)
            self.choices.append(choice)

    def offer(self, targets: Sequence[Target], chosen: tuple[str, str]) -> None:
        """The left one is ``chosen`` at first, the right one another."""
        known = [target[:2] for target in targets]
        others = [target for target in known if target != chosen] or known
        for place, choice in enumerate(self.choices):
            before = self._targets[choice.currentIndex()] if choice.currentIndex() >= 0 else None
            if [target[2] for target in targets] != [choice.itemText(row) for row in range(choice.count())]:
                choice.clear()
                choice.addItems([target[2] for target in targets])
            first = chosen if place == 0 else others[0] if others else None
            stays = before in known and (place == 0 or self._picked or before in others)
            wanted = before if stays else first
            choice.setCurrentIndex(known.index(wanted) if wanted in known else -1)
        self._targets = known
        self.alone.setVisible(len(known) < 2)
        for side in ("left", "right"):
            self._aim(side)

    def let_go(self) -> None:
        for lane in self.lanes:
            lane.let_go()

    def _pick(self, side: str) -> None:
        self._picked |= side == "right"
        self._aim(side)

    def _aim(self, side: str) -> None:
        place = 0 if side == "left" else 1
        chosen = self.choices[place].currentIndex()
        if chosen >= 0:
            endpoint, name = self._targets[chosen]
            self.lanes[place].show_talk(talk_of(self._context, endpoint, name, f"compared-{side}"))
