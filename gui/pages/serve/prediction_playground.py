"""Ask the served model from here: its form, the button, the answer."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.client.words import problem_line
from gui.pages.serve.answer import Answer
from gui.pages.serve.score_dialog import ScoreDialog
from gui.state.scoring.state import FileScoring
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.predict_form import PredictForm

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from gui.context import Context


class PredictionPlayground(Card):
    """``edited`` tells that the input is another one now."""

    edited = Signal()

    def __init__(
        self, context: "Context", endpoint: str, name: str, card: "ModelCard", parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Playground"), " ", parent=parent)
        self._context, self._endpoint, self.name, self.card = context, endpoint, name, card
        self._asking = False
        self.form = PredictForm(card.inputs, card.input_form)
        self.form.submitted.connect(self._predict)
        self.form.edited.connect(self.edited)
        self.form.pasted.connect(self._on_pasted)
        self.answer = Answer(
            self.tr("{0}, predicted").format(card.target) if card.target else self.tr("How it goes on")
        )
        self.answer.hide()
        self._said = Label("", "dim", wrap=True)
        self._said.hide()
        self._problem = Label("", "bad", wrap=True)
        self._problem.hide()
        self.button = Button(self.tr("Predict"), "primary")
        self.button.clicked.connect(self._predict)
        self._add_actions()
        ask = QHBoxLayout()
        ask.addWidget(self._said, 1)
        ask.addWidget(self._problem, 1)
        ask.addStretch(0)
        ask.addWidget(self.button)
        scrolled = Scrolled()
        scrolled.column.addWidget(self.form)
        scrolled.column.addLayout(ask)
        scrolled.column.addWidget(self.answer)
        scrolled.column.addStretch(1)
        self.add(scrolled, 1)

    def set_ready(self, ready: bool) -> None:
        self.button.setEnabled(ready)
        self.score.setEnabled(ready or self.scoring.running)
        self.button.setToolTip("" if ready else self.tr("The endpoint is not ready"))

    @property
    def scoring(self) -> FileScoring:
        """The file that is scored by this model; it goes on while other pages are looked at."""
        key = f"score {self._endpoint} {self.name}"
        memory = self._context.memory
        known = memory.get(key)
        if known is None or (known.card != self.card and not known.running):  # another version answers by now
            memory[key] = FileScoring(self._context.connection, self._endpoint, self.name, self.card)
        return memory[key]

    def open_scoring(self) -> ScoreDialog:
        dialog = ScoreDialog(self.scoring, self)
        dialog.open()
        return dialog

    def _add_actions(self) -> None:
        self.paste = Button(self.tr("Paste a row"), "link")
        self.paste.setToolTip(
            self.tr("Fill the fields from a copied row: tabs or commas between, with or without a header")
        )
        self.paste.clicked.connect(lambda: self.form.paste_row(QGuiApplication.clipboard().text()))
        self.paste.setVisible(self.form.takes_rows)
        self.score = Button(self.tr("Score a file…"))
        self.score.clicked.connect(self.open_scoring)
        self.score.setVisible(self.card.input_form != "image")
        self.add_action(self.paste)
        self.add_action(self.score)

    def _on_pasted(self, missing: tuple[str, ...]) -> None:
        if len(missing) == len(self.card.inputs):
            words = self.tr("No row was copied.")
        else:
            words = self.tr("Not in the row: {0}.").format(", ".join(missing)) if missing else ""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _predict(self) -> None:
        if self._asking or not self.button.isEnabled():
            return
        endpoint, name, value = self._endpoint, self.name, self.form.value()
        self._asking = True  # a disabled button would hand the keyboard on to another widget
        self._said.hide()
        self._context.connection.call(
            lambda engine: _timed(engine, endpoint, name, value), self._on_answer, self._on_refused
        )

    def _on_answer(self, answer: tuple[Any, float]) -> None:
        body, seconds = answer
        self._asking = False
        self.form.show_problems(())
        self._problem.hide()
        self.answer.show_output(body["outputs"][0], seconds)
        self.answer.show()

    def _on_refused(self, problems: tuple) -> None:
        self._asking = False
        rest = self.form.show_problems([(problem.field, problem_line(problem)) for problem in problems])
        self._problem.setText("\n".join(rest))
        self._problem.setVisible(bool(rest))
        self.answer.hide()


def _timed(engine: Any, endpoint: str, name: str, value: Any) -> tuple[Any, float]:
    begun = time.perf_counter()
    answer = engine.predict(endpoint, [value], name)
    return answer, time.perf_counter() - begun
