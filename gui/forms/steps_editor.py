"""The list of steps that clean and transform data: add, change, reorder, remove; with what each of them does."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.card import Column
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from gui.forms.step_card import StepCard
from gui.forms.step_columns import columns_behind, fitting_columns
from gui.forms.step_words import new_step, step_classes, step_help, step_title
from gui.widgets.button import Button
from gui.widgets.choice_popup import ChoicePopup, Entry
from gui.widgets.label import Label

PREFIX = "data.steps."  # of the fields of problems


class StepsEditor(QWidget):
    """``value`` and ``set_value`` are lists of steps as the spec file has them; ``changed`` tells a person's edits."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[StepCard] = []
        self._columns: Sequence[Column] = ()
        self._target = ""
        self._preview: StepsPreview | None = None
        self._problems: Sequence[Problem] = ()
        self._pulled = False  # a step changed its place while it was held
        self._empty = Label(
            self.tr(
                "No steps: the data is used as it is. Steps are taken one after the other, from the top."
            ),
            "dim",
            wrap=True,
        )
        self.add = Button(self.tr("Add a step ▾"))
        self.kinds = ChoicePopup(self.tr("Kinds of steps"), self)
        self.add.clicked.connect(self._offer)
        self.kinds.chosen.connect(self.add_step)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._empty)
        layout.addLayout(self._list)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> list[dict[str, Any]]:
        return [card.value() for card in self._cards]

    def set_value(self, steps: Sequence[dict[str, Any]]) -> None:
        """Show other steps; says nothing."""
        if list(steps) == self.value():
            return
        while self._cards:
            self._take(self._cards[-1])
        for step in steps:
            if step.get("step") in step_classes():
                self._insert(len(self._cards), step)
        self._follow()

    def set_columns(self, columns: Sequence[Column], target: str = "") -> None:
        """The columns of the dataset, before any step; what is predicted is not what a new step begins with."""
        self._columns, self._target = columns, target
        self._follow()

    def set_preview(self, preview: StepsPreview | None) -> None:
        """What the steps did with the first rows; None while that is not known."""
        self._preview = preview
        self._show_preview()
        self.set_problems(preview.problems if preview else ())

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say what is wrong with a step at that step; returns what is wrong elsewhere."""
        self._problems = problems
        for index, card in enumerate(self._cards):
            own = f"{PREFIX}{index}"
            at_card = [p for p in problems if p.field == own or (p.field or "").startswith(f"{own}.")]
            inside = [p.model_copy(update={"field": (p.field or "")[len(own) + 1 :]}) for p in at_card]
            card.set_problems(inside)
        return [problem for problem in problems if not (problem.field or "").startswith(PREFIX)]

    def add_step(self, kind: str) -> None:
        """Append a step as the schema begins it, and unfold it."""
        columns = self._columns_before(len(self._cards))
        fitting = sorted(fitting_columns(kind, columns), key=self._says_little)
        card = self._insert(len(self._cards), new_step(kind, [column.name for column in fitting]))
        self._follow()
        card.set_open(True)
        self.changed.emit()

    def open_step(self, index: int) -> None:
        """Unfold one step."""
        if 0 <= index < len(self._cards):
            self._cards[index].set_open(True)

    # --- the list

    def _insert(self, index: int, step: dict[str, Any]) -> StepCard:
        card = StepCard(step, self)
        self._cards.insert(index, card)
        self._list.insertWidget(index, card)
        card.changed.connect(self._on_changed)
        card.moved.connect(partial(self._on_moved, card))
        card.dragged.connect(partial(self._on_dragged, card))
        card.dropped.connect(self._on_dropped)
        card.removed.connect(partial(self._on_removed, card))
        card.duplicated.connect(partial(self._on_duplicated, card))
        card.toggled.connect(partial(self._on_toggled, card))
        return card

    def _take(self, card: StepCard) -> None:
        self._cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _move(self, card: StepCard, to: int) -> None:
        self._cards.remove(card)
        self._cards.insert(to, card)
        self._list.removeWidget(card)
        self._list.insertWidget(to, card)
        self._preview = None  # its steps stood in another order
        self._follow()

    def _follow(self) -> None:
        """Tell each step its place and the columns that come to it."""
        self._empty.setVisible(not self._cards)
        for index, card in enumerate(self._cards):
            card.set_place(index, len(self._cards))
            card.set_columns(self._columns_before(index))
        self._show_preview()

    def _show_preview(self) -> None:
        """Only steps that are still the ones that were looked at have counts."""
        known = {step.index: step for step in self._preview.steps} if self._preview else {}
        for index, card in enumerate(self._cards):
            step = known.get(index)
            card.set_preview(step if step is not None and step.step == card.kind else None)

    def _columns_before(self, index: int) -> list[Column]:
        return columns_behind([card.value() for card in self._cards[:index]], self._columns)

    def _says_little(self, column: Column) -> bool:
        return column.id_like or column.constant or column.name == self._target

    def _offer(self) -> None:
        columns, none = (
            self._columns_before(len(self._cards)),
            self.tr("No column is of the kind it works on."),
        )
        entries = [
            Entry(kind, step_title(kind), step_help(kind), "" if fitting_columns(kind, columns) else none)
            for kind in step_classes()
        ]
        self.kinds.open_below(self.add, entries)

    # --- what a person does

    def _on_changed(self) -> None:
        self._follow()
        self.changed.emit()

    def _on_moved(self, card: StepCard, by: int) -> None:
        to = self._cards.index(card) + by
        if 0 <= to < len(self._cards):
            self._move(card, to)
            self.changed.emit()

    def _on_dragged(self, card: StepCard, at: QPoint) -> None:
        """The step goes where the pointer is: past each neighbour whose middle it has crossed."""
        y, index = self.mapFromGlobal(at).y(), self._cards.index(card)
        above = self._cards[index - 1] if index else None
        below = self._cards[index + 1] if index + 1 < len(self._cards) else None
        to = index
        if above is not None and y < above.geometry().center().y():
            to = index - 1
        elif below is not None and y > below.geometry().center().y():
            to = index + 1
        if to != index:
            self._pulled = True
            self._move(card, to)

    def _on_dropped(self) -> None:
        if self._pulled:
            self._pulled = False
            self.changed.emit()

    def _on_removed(self, card: StepCard) -> None:
        self._take(card)
        self._preview = None
        self._follow()
        self.changed.emit()

    def _on_duplicated(self, card: StepCard) -> None:
        copy = self._insert(self._cards.index(card) + 1, card.value())
        self._preview = None
        self._follow()
        copy.set_open(True)
        self.changed.emit()

    def _on_toggled(self, card: StepCard, open: bool) -> None:
        """One step is unfolded at a time."""
        for other in self._cards:
            if open and other is not card:
                other.set_open(False)
