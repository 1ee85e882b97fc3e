"""Before you launch: what is well, what to mind, and what must be mended, each a line to click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.plan import Check, CheckItem
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from gui.client.words import problem_line, say_item
from gui.forms.editors import schema_text
from gui.forms.fields import title_of
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.sign import Sign

_IN_THE_TABLE = ("rows", "steps", "parameters")


class ChecksCard(Card):
    """``field_wanted`` tells the field of the line that was clicked."""

    field_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Before you launch"))
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self._column.addStretch()
        self.add_layout(self._column, 1)
        self._lines: list[CheckLine] = []

    def show_check(self, check: Check) -> None:
        """Errors first, then what to mind, then what is well."""
        ordered = sorted(check.problems, key=lambda problem: problem.severity != "error")
        items = [item for item in check.items if not _said_elsewhere(item, check.problems)]
        self._show([_line_of(problem) for problem in ordered] + [_line_of_item(item) for item in items])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why nothing could be checked."""
        self._show([_line_of(problem) for problem in problems])

    def say(self, text: str) -> None:
        """One line alone, such as that the check is on its way."""
        self._show([CheckLine("waiting", text)])

    def lines(self) -> list["CheckLine"]:
        return list(self._lines)

    def _show(self, lines: list["CheckLine"]) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = lines
        for index, line in enumerate(lines):
            line.clicked.connect(self.field_wanted)
            self._column.insertWidget(index, line)


class CheckLine(QWidget):
    """A sign and a sentence; with a field it can be clicked, or pressed with Enter."""

    clicked = Signal(str)

    def __init__(self, level: str, text: str, field: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level, self.text, self.field = level, text, field
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        label = self._label = Label(text, "" if level != "waiting" else "dim", wrap=True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(Sign(level), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label, 1)
        if field:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setToolTip(self.tr("Go to the field"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._label.set_role("heading")  # a line has no frame that could light up

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._label.set_role("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.field and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.field and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self.field)
        else:
            super().keyPressEvent(event)


def _line_of(problem: Problem) -> CheckLine:
    field = problem.field or ""
    title = schema_text(title_of(TrainSpec, field))
    words = problem_line(problem)
    return CheckLine(problem.severity, f"{title}: {words}" if title else words, field)


def _line_of_item(item: CheckItem) -> CheckLine:
    return CheckLine("good" if item.ok else "warning", say_item(item))


def _said_elsewhere(item: CheckItem, problems: Sequence[Problem]) -> bool:
    """What is a problem too, or stands in the table of the plan, is said once."""
    return item.code in _IN_THE_TABLE or any(problem.code == item.code for problem in problems)
