"""One step of the list: its line (what, on which columns, rows before and after), and folded below it its form and
the rows it changes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import Column
from engine.schema.preview import StepPreview
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.forms.step_form import StepForm
from gui.forms.step_head import StepHead
from gui.forms.step_words import step_help, step_summary, step_title
from gui.widgets.before_after import BeforeAfter
from gui.widgets.button import Button
from gui.widgets.label import Label


class StepCard(QFrame):
    """``moved`` tells by how many places, ``dragged`` where the pointer holds it, ``dropped`` that it was let go."""

    changed = Signal()
    toggled = Signal(bool)
    moved = Signal(int)
    dragged = Signal(QPoint)
    dropped = Signal()
    removed = Signal()
    duplicated = Signal()

    def __init__(self, step: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "step")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.kind = str(step["step"])
        self._step = dict(step)
        self._columns: Sequence[Column] = ()
        self._problems: Sequence[Problem] = ()
        self.form: StepForm | None = None  # made when it is first unfolded
        self._head = StepHead(step_title(self.kind), step_help(self.kind), self)
        self._fault = Label("", "bad", wrap=True)
        self._fault.hide()
        self._body = QWidget(self)
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(26, 4, 4, 4)
        self._lines.setSpacing(10)
        self._table_words, self.table = Label("", "caption"), BeforeAfter()
        self._build()
        self._connect()
        self._say()

    def value(self) -> dict[str, Any]:
        return dict(self._step)

    def set_place(self, index: int, count: int) -> None:
        """Say the step's number, and let the arrows end at the ends."""
        self._head.set_place(index, count)
        self.setAccessibleName(f"{index + 1}. {step_title(self.kind)}")

    def set_columns(self, columns: Sequence[Column]) -> None:
        """The columns as they are before this step."""
        self._columns = columns
        if self.form:
            self.form.set_columns(columns)

    def set_preview(self, preview: StepPreview | None) -> None:
        """What the step did; None while that is not known."""
        self._head.show_counts(preview)
        shown = preview is not None and bool(preview.rows)
        self._table_words.setVisible(shown)
        self.table.setVisible(shown)
        if preview is None or not shown:
            return
        touched = self.tr("Some of the rows it changes") if preview.touched else self.tr("It changes no row")
        self._table_words.setText(touched)
        self.table.show_rows(preview.rows, preview.before, preview.after)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Problems whose fields are named within the step."""
        self._problems = problems
        self._fault.setText(problem_line(problems[0]) if problems else "")
        self._fault.setVisible(bool(problems) and not self.is_open)
        if self.form:
            elsewhere = self.form.set_problems(problems)
            if self.is_open and elsewhere:
                self._fault.setText(problem_line(elsewhere[0]))
                self._fault.show()

    @property
    def is_open(self) -> bool:
        return self._head.fold.isChecked()

    def set_open(self, open: bool) -> None:
        """Unfold the form and the rows, or fold them away."""
        self._head.fold.setChecked(open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete and self._head.fold.hasFocus():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        foot = QHBoxLayout()
        self.duplicate, self.remove = (
            Button(self.tr("Duplicate"), "link"),
            Button(self.tr("Remove"), "danger_link"),
        )
        foot.addWidget(self._table_words)
        foot.addStretch(1)
        foot.addWidget(self.duplicate)
        foot.addWidget(self.remove)
        self._lines.addLayout(foot)
        self._lines.addWidget(self.table)
        self._body.hide()
        self.set_preview(None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(2)
        for widget in (self._head, self._fault, self._body):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.duplicate.clicked.connect(self.duplicated)
        self.remove.clicked.connect(self.removed)
        self._head.up.clicked.connect(lambda: self.moved.emit(-1))
        self._head.down.clicked.connect(lambda: self.moved.emit(1))
        self._head.fold.toggled.connect(self._on_toggled)
        self._head.grip.dragged.connect(self.dragged)
        self._head.grip.dropped.connect(self.dropped)

    def _on_toggled(self, open: bool) -> None:
        if open and self.form is None:
            self.form = StepForm(self.kind, self._body)
            self.form.set_columns(self._columns)
            self.form.set_value(self._step)
            self.form.changed.connect(self._on_edited)
            self._lines.insertWidget(0, self.form)
        self._body.setVisible(open)
        self.set_problems(self._problems)
        self.toggled.emit(open)

    def _on_edited(self) -> None:
        if self.form:
            self._step = self.form.value()
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        self._head.summary.setText(step_summary(self._step))
