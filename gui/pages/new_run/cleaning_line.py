"""The cleaning of a new run in one line: a chip for each step with the rows it touches, the closing rules, and the door to
the steps' editor."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from gui.client.words import problem_line
from gui.forms.editors import schema_text
from gui.forms.fields import FieldView, fields_at
from gui.forms.paths import get_at
from gui.forms.step_words import step_summary, step_title
from gui.i18n.amounts import number
from gui.widgets.button import Button
from gui.widgets.chips import ChoiceChip
from gui.widgets.flow import FlowLayout
from gui.widgets.label import Label

STEPS = "data.steps"


class CleaningLine(QWidget):
    """``value`` is by dotted path. ``steps_wanted`` tells which step was pressed, −1 for a new one."""

    changed = Signal()
    steps_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[dict[str, Any]] = []
        self._preview: StepsPreview | None = None
        self._chips: list[Button] = []
        self._rules = {
            view.path: self._rule(view) for view in fields_at(TrainSpec, "data.cleaning")[0].fields
        }
        self.add = Button(self.tr("+ cleaning step"), "link")
        self.add.clicked.connect(lambda: self.steps_wanted.emit(-1))
        self._fault = Label("", "bad", wrap=True)
        self._fault.hide()
        flow, self._line = QWidget(self), QHBoxLayout()
        self._flow = FlowLayout(flow, 8, 6)
        self._line.addWidget(flow, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._line)
        layout.addWidget(self._fault)
        self._place()

    def add_action(self, button: Button) -> Button:
        """Place something at the end of the line."""
        self._line.addWidget(button)
        return button

    def value(self) -> dict[str, Any]:
        return {STEPS: list(self._steps), **{path: rule.value for path, rule in self._rules.items()}}

    def set_value(self, spec: dict[str, Any]) -> None:
        """Show the steps and rules of a spec."""
        for path, rule in self._rules.items():
            rule.set_value(str(get_at(spec, path, fields_at(TrainSpec, path)[0].default)))
        steps = get_at(spec, STEPS)
        self.set_steps(
            [step for step in steps if isinstance(step, dict)] if isinstance(steps, list | tuple) else []
        )

    def set_steps(self, steps: Sequence[dict[str, Any]]) -> None:
        """Show other steps; says nothing."""
        if list(steps) != self._steps:
            self._steps = list(steps)
            self._preview = None
            self._place()

    def set_hidden(self, paths: frozenset[str]) -> None:
        """Rules that mean nothing now."""
        for path, rule in self._rules.items():
            rule.setVisible(path not in paths)

    def show_dataset(self, card: DatasetCard | None) -> None:
        """How many rows the closing rules find in the dataset as it is."""
        missing = sum(column.missing for column in card.columns) if card else 0
        counts = {"missing": missing, "duplicates": card.duplicates if card else 0}
        for path, rule in self._rules.items():
            rule.set_note(number(counts[path.rpartition(".")[2]]) if card else "")
        self.add.setEnabled(card is not None)

    def show_preview(self, preview: StepsPreview | None) -> None:
        """Say how many rows each step touches; None while that is not known."""
        self._preview = preview
        for place, chip in enumerate(self._chips):
            self._say(place, chip)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """The first thing that is wrong with a step."""
        own = [problem for problem in problems if (problem.field or "").startswith(STEPS)]
        self._fault.setText(problem_line(own[0]) if own else "")
        self._fault.setVisible(bool(own))

    def _rule(self, view: FieldView) -> ChoiceChip:
        chip = ChoiceChip(
            schema_text(view.title), [(option.value, schema_text(option.label)) for option in view.options]
        )
        chip.setToolTip(schema_text(view.help))
        chip.chosen.connect(self.changed)
        return chip

    def _place(self) -> None:
        while self._flow.count():
            self._flow.takeAt(0)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place) for place in range(len(self._steps))]
        for widget in (*self._chips, *self._rules.values(), self.add):
            self._flow.addWidget(widget)
        self._flow.invalidate()
        self.updateGeometry()

    def _chip(self, place: int) -> Button:
        chip = Button("", "chip")
        chip.clicked.connect(lambda: self.steps_wanted.emit(place))
        self._say(place, chip)
        return chip

    def _say(self, place: int, chip: Button) -> None:
        step = self._steps[place]
        title = step_title(str(step.get("step")))
        known = {each.index: each for each in self._preview.steps} if self._preview else {}
        looked = known.get(place)
        chip.setText(f"{title} · {number(looked.touched)}" if looked else title)
        said = [f"{place + 1}. {title}: {step_summary(step)}"]
        if looked and self._preview:
            rows = self.tr("{touched} of the first {rows} rows touched; {left} are left")
            said.append(
                rows.format(
                    touched=number(looked.touched),
                    rows=number(self._preview.rows),
                    left=number(looked.rows_after),
                )
            )
        chip.setToolTip("\n".join(said))
        chip.setAccessibleName(" ".join(said))
        chip.updateGeometry()
