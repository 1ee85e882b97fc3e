"""One step of the list: its line (what, on which columns, rows before and after), and folded below it its form and
the rows it changes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import Column
from engine.schema.preview import StepPreview
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.forms.step_form import StepForm
from gui.forms.step_words import step_help, step_summary, step_title
from gui.i18n.amounts import number
from gui.theme.theme import theme
from gui.widgets.before_after import BeforeAfter
from gui.widgets.button import Button
from gui.widgets.elided_label import ElidedLabel
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
        self._head = _Head(step_title(self.kind), step_help(self.kind), self)
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


class _Head(QWidget):
    """Grip, number, title, what is chosen, counts, arrows; a press on it folds and unfolds."""

    def __init__(self, title: str, help_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.grip = _Grip(self)
        self._number = Label("", "dim").set_tabular()
        self._title = Label(title, "heading")
        self._title.setToolTip(help_text)
        self.summary = ElidedLabel("", "dim")
        self._counts, self._touched = Label("", "caption").set_tabular(), Label("", "chip")
        self.up, self.down = Button("↑", "link"), Button("↓", "link")
        self.fold = Button("▾", "link")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(lambda open: self.fold.setText("▴" if open else "▾"))
        for button, words in (
            (self.up, self.tr("Move up")),
            (self.down, self.tr("Move down")),
            (self.fold, self.tr("Change this step")),
        ):
            button.setAccessibleName(f"{title}: {words}")
            button.setToolTip(words)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (self.grip, self._number, self._title):
            line.addWidget(widget)
        line.addWidget(self.summary, 1)
        for widget in (self._counts, self._touched, self.up, self.down, self.fold):
            line.addWidget(widget)
        self.show_counts(None)

    def set_place(self, index: int, count: int) -> None:
        self._number.setText(f"{index + 1}")
        self.up.setEnabled(index > 0)
        self.down.setEnabled(index < count - 1)

    def show_counts(self, preview: StepPreview | None) -> None:
        self._counts.setVisible(preview is not None)
        self._touched.setVisible(preview is not None)
        if preview is None:
            return
        before, after = number(preview.rows_before), number(preview.rows_after)
        said = self.tr("{before} → {after} rows") if before != after else self.tr("{before} rows")
        self._counts.setText(said.format(before=before, after=after))
        self._touched.setText(self.tr("{count} touched").format(count=number(preview.touched)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.fold.toggle()


class _Grip(QWidget):
    """Six dots to hold a step by and pull it to another place."""

    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(12, 24)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("Pull the step to another place"))
        theme().changed.connect(self.update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.dropped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("faint"))
        for x in (2, 7):
            for y in (6, 11, 16):
                painter.drawEllipse(x, y, 3, 3)
