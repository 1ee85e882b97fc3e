"""Data on its way into a new run: files and folders chosen or dropped, samples of recipes; and that it is being read."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.context import Context
from gui.state.dataset_import import DatasetImport
from gui.widgets.label import Label
from gui.widgets.spinner import Spinner


class Incoming(QWidget):
    """Shows itself while something is read. ``came`` tells a dataset and the recipe whose sample it is, if any."""

    came = Signal(object, str)  # DatasetCard, id of a recipe or nothing

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recipes: deque[str] = (
            deque()
        )  # of what was asked for, in order; nothing for a person's own data
        self._imports = DatasetImport(context.connection, self)
        self._words = Label("", "dim")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Spinner())
        line.addWidget(self._words)
        self._imports.started.connect(self._on_started)
        self._imports.imported.connect(lambda card: self.came.emit(card, self._recipes.popleft()))
        self._imports.refused.connect(self._on_refused)
        self._imports.cancelled.connect(lambda name: self._recipes.popleft())
        self._imports.idle.connect(self.hide)

    def add(self, path: Path) -> None:
        """A file or a folder."""
        self._recipes.append("")
        self._imports.add_file(path)

    def add_sample(self, recipe: str, title: str) -> None:
        """The sample that a recipe comes with."""
        self._recipes.append(recipe)
        self._imports.add_sample(recipe, title)

    def ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(),
            self.tr("Add a file"),
            "",
            self.tr(
                "Data (*.csv *.tsv *.tab *.txt *.md *.json *.jsonl *.parquet *.arrow *.feather *.xlsx *.sqlite *.db *.gz *.zip *.zst *.bz2 *.xz);;All files (*)"
            ),
        )
        if name:
            self.add(Path(name))

    def ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), self.tr("Add a folder"))
        if name:
            self.add(Path(name))

    def _on_started(self, name: str) -> None:
        self._words.setText(self.tr("Reading {name}…").format(name=name))
        self.show()

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        self._recipes.popleft()
        for problem in problems:
            self._context.notify(problem_line(problem), "error")
