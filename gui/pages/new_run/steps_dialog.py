"""The steps of a new run's data, edited in a window of their own with what each does to the first rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.forms.steps_editor import StepsEditor
from gui.i18n.amounts import number
from gui.state.steps_look import StepsLook
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.page import Scrolled

SIZE = (820, 620)


class StepsDialog(QDialog):
    """``steps`` are taken when it is accepted. ``spec`` says what the data is looked at for."""

    def __init__(
        self, card: DatasetCard, spec: dict[str, Any], look: StepsLook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._spec, self._card, self._look = spec, card, look
        self.setWindowTitle(self.tr("Cleaning steps"))
        self.resize(*SIZE)
        self.editor = StepsEditor()
        self._words, self._fault = Label("", "dim", wrap=True), Label("", "bad", wrap=True)
        self._fault.hide()
        self._build()
        data = spec.get("data", {})
        self.editor.set_columns(card.columns, str(data.get("target") or ""))
        self.editor.set_value(data.get("steps", ()))
        self.editor.changed.connect(self._ask)
        look.looked.connect(self._on_looked)
        look.refused.connect(self._say)
        self._ask()

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self.editor.value()

    def begin_at(self, place: int) -> None:
        """Unfold a step; a place before the first offers the kinds of steps."""
        if place >= 0:
            self.editor.open_step(place)
        else:
            self.editor.add.click()

    def _build(self) -> None:
        scrolled = Scrolled()
        scrolled.column.addWidget(self.editor)
        scrolled.column.addStretch(1)
        self.use, cancel = Button(self.tr("Use these steps"), "primary"), Button(self.tr("Cancel"))
        self.use.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._words, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(self.tr("Cleaning steps"), "heading"))
        layout.addWidget(scrolled, 1)
        layout.addWidget(self._fault)
        layout.addLayout(buttons)

    def _ask(self) -> None:
        data = {**self._spec.get("data", {}), "steps": self.steps}
        self._look.ask(self._card.id, str(self._spec.get("task", "")), data)

    def _on_looked(self, preview: StepsPreview | None) -> None:
        self.editor.set_preview(preview)
        self._say(preview.problems if preview else ())
        words = self.tr("Looked at the first {rows} of {total} rows.")
        said = words.format(rows=number(preview.rows), total=number(preview.total)) if preview else ""
        self._words.setText(said)

    def _say(self, problems: Sequence[Problem]) -> None:
        elsewhere = self.editor.set_problems(problems)
        self._fault.setText(problem_line(elsewhere[0]) if elsewhere else "")
        self._fault.setVisible(bool(elsewhere))
