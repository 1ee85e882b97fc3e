"""Bringing files in: the dialogs that ask for them, and what is said of those that were refused."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from gui.client.words import say_problem
from gui.context import Context
from gui.pages.datasets.import_dialog import ImportDialog
from gui.state.dataset_import import DatasetImport
from gui.state.sniffing import is_guessed
from gui.widgets.notice import Notice

_IMPORTS = "dataset imports"  # in the window's memory: what waits outlives a change of language
_KNOWN = (
    "*.csv *.tsv *.tab *.txt *.md *.json *.jsonl *.ndjson *.parquet *.arrow *.feather *.xlsx *.xlsm *.zip"
)


class Intake(QObject):
    """Speaks through the page's notice; ``imports`` tells what came of it."""

    def __init__(self, context: Context, notice: Notice, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._notice, self._page = context, notice, page
        self._refused: list[Problem] = []  # of the files that were brought in together
        self._begins = True  # the next import is the first of its lot
        if _IMPORTS not in context.memory:
            context.memory[_IMPORTS] = DatasetImport(context.connection)
        self.imports: DatasetImport = context.memory[_IMPORTS]
        self.imports.started.connect(self._on_started)
        self.imports.imported.connect(self._on_imported)
        self.imports.refused.connect(self._on_refused)
        self.imports.cancelled.connect(self._on_cancelled)
        self.imports.idle.connect(self._on_idle)

    def ask_for_files(self) -> None:
        """Let a person choose files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._page,
            self.tr("Add files"),
            "",
            f"{self.tr('Tables, texts, conversations')} ({_KNOWN});;{self.tr('All files')} (*)",
        )
        self.take([Path(name) for name in names])

    def ask_for_folder(self) -> None:
        """Let a person choose a folder."""
        if name := QFileDialog.getExistingDirectory(self._page, self.tr("Add a folder")):
            self.take([Path(name)])

    def take(self, paths: Sequence[Path]) -> None:
        """Bring in what a person chose: a single file whose layout is a guess is shown before it is read."""
        if len(paths) == 1 and is_guessed(paths[0]):
            self._open(ImportDialog(self._context.connection, paths[0], parent=self._page))
            return
        for path in paths:
            self.imports.add_file(path)

    def take_sample(self, recipe: Recipe) -> None:
        """Bring in the sample of a recipe."""
        self.imports.add_sample(recipe.id, recipe.sample or "")

    def read_again(self, card: DatasetCard) -> None:
        """Read the file of a dataset in another way, beginning with what was said of it before."""
        path = Path(card.source)
        if not path.exists():
            self.say([Problem(code="file_missing", params={"path": card.source})])
            return
        note = self.tr("It becomes a dataset beside “{name}”, which stays as it is.").format(name=card.name)
        self._open(ImportDialog(self._context.connection, path, card.asked, note, self._page))

    def say(self, problems: Sequence[Problem]) -> None:
        """Say what went wrong."""
        for problem in problems[:1]:
            self._notice.say(*say_problem(problem), level="error", action=self.tr("Dismiss"))
            self._notice.show()

    def _open(self, dialog: ImportDialog) -> None:
        sniffing = dialog.sniffing
        dialog.accepted.connect(lambda: self.imports.add_file(sniffing.path, sniffing.form, sniffing.reading))
        dialog.open()

    def _on_started(self, name: str) -> None:
        """What was said of the lot before goes; what was said of this one stays."""
        if self._begins:
            self._notice.hide()
            self._refused.clear()
        self._begins = False

    def _on_idle(self) -> None:
        self._begins = True

    def _on_imported(self, card: DatasetCard) -> None:
        if card.refused_count and not self._refused:
            words = say_problem(Problem(code="rows_refused", params={"count": card.refused_count}))
            self._notice.say(*words, level="warning", action=self.tr("Dismiss"))
            self._notice.show()

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        self._refused += problems[:1]
        if len(self._refused) == 1:
            self.say(problems)
            return
        said = [say_problem(problem) for problem in self._refused]
        what = "\n".join(" ".join(filter(None, (words.what, words.why))) for words in said)
        self._notice.say(what, "", said[-1].what_to_do, level="error", action=self.tr("Dismiss"))
        self._notice.show()

    def _on_cancelled(self, name: str) -> None:
        self._context.notify(self.tr("{name} was not imported.").format(name=name), "info")
