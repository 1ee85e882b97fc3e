"""One setting that a sweep varies, and the values it may take: two bounds, or a list, or some of the schema's choices."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.forms.editors import schema_text
from gui.forms.range_editors import range_editor
from gui.state.sweep_settings import Setting
from gui.widgets.button import Button
from gui.widgets.label import Label


class RangeRow(QFrame):
    """``value`` and ``set_value`` are a range as the spec file has it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.setProperty("role", "step")
        *groups, title = (schema_text(title) for title in setting.titles)
        self.setAccessibleName(title)
        self.editor = range_editor(setting.view, title)
        self.editor.changed.connect(self.changed)
        self.remove = Button("✕", "link")
        self.remove.setAccessibleName(self.tr("Remove {0}").format(title))
        self.remove.setToolTip(self.tr("Leave this setting as it is in the run"))
        self.remove.clicked.connect(self.removed)
        self._fault = Label("", "bad", wrap=True)
        self._fault.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        heading = Label(title, "heading")
        heading.setToolTip(schema_text(setting.view.help))
        head.addWidget(heading)
        head.addWidget(Label(" · ".join(groups), "faint"), 1)
        head.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.editor)
        layout.addWidget(self._fault)

    def value(self) -> dict[str, Any]:
        return self.editor.value()

    def set_value(self, range: dict[str, Any]) -> None:
        self.editor.set_value(range)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Say the first of this row's problems; none clears it."""
        self._fault.setText(problem_line(problems[0]) if problems else "")
        self._fault.setVisible(bool(problems))

    def stops(self) -> list[QWidget]:
        return [*self.editor.stops(), self.remove]
