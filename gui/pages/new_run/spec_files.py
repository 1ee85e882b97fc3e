"""Spec files of the New run page: open one into the draft, save the draft as one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.schema.problem import Problem, UserError
from gui.client.words import problem_line
from gui.context import Context
from gui.state.draft import Draft


class SpecFiles(QWidget):
    """Asks for paths and says what went wrong. Never shown; ``opening`` tells that the draft is about to change."""

    opening = Signal()

    def __init__(self, context: Context, draft: Draft, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._context = context
        self._draft = draft

    def ask_what_to_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(), self.tr("Open a spec"), "", self.tr("Specs (*.yaml *.yml *.json);;All files (*)")
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        try:
            self.opening.emit()
            self._draft.open_file(path)
        except UserError as error:
            notify_all(self._context, error.problems)

    def ask_where_to_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.window(),
            self.tr("Save as YAML"),
            f"{self._draft.spec.get('name', 'run')}.yaml",
            self.tr("Specs (*.yaml)"),
        )
        if not name:
            return
        try:
            self._draft.save_file(Path(name))
        except UserError as error:
            notify_all(self._context, error.problems)
        except OSError as error:
            text = self.tr("{path} could not be written: {reason}.")
            self._context.notify(text.format(path=name, reason=error.strerror), "error")


def notify_all(context: Context, problems: Sequence[Problem]) -> None:
    """The first problems, each with its field."""
    for problem in problems[:3]:
        where = f"{problem.field}: " if problem.field else ""
        context.notify(f"{where}{problem_line(problem)}", "error")
