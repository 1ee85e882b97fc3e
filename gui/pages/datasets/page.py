"""Datasets: bring files in, see what is in them, prepare them, start a run from one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from gui.client.words import problem_line, say_problem
from gui.context import Context
from gui.pages.datasets.detail import TABS, DatasetDetail
from gui.pages.datasets.empty_view import EmptyView
from gui.pages.datasets.import_cards import ImportCards
from gui.pages.datasets.import_dialog import ImportDialog
from gui.pages.datasets.tiles import DatasetTiles
from gui.state.dataset_import import DatasetImport
from gui.state.sniffing import is_guessed
from gui.state.thumbnails import Thumbnails
from gui.widgets.ask import Question
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.file_drop import FileDrop
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader

LIST_WIDTH = 262
_IMPORTS = "dataset imports"  # in the window's memory: what waits outlives a change of language


class DatasetsPage(Page):
    """Tiles at the left, the chosen dataset at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._samples: list[Recipe] = []
        self._wanted = ""  # chosen before the list knew it
        self._refused: list[Problem] = []  # of the files that were brought in together
        self._begins = True  # the next import is the first of its lot
        self.imports: DatasetImport = context.memory.setdefault(_IMPORTS, DatasetImport(context.connection))
        self._thumbnails = Thumbnails(context.connection, self)
        self.list = DatasetTiles(self._thumbnails)
        self.detail = DatasetDetail(context, self._thumbnails)
        self.empty = EmptyView()
        self.progress = ImportCards(context.library, self.imports)
        self.notice = Notice()
        self.notice.hide()
        self._build()
        self._connect()
        self._on_datasets_changed()

    def shown(self, id: str | None = None) -> None:
        """Come to the front; with ``id`` that dataset is chosen, ``id/rows`` chooses its tab too."""
        id, _, tab = (id or "").partition("/")
        self._wanted = id or self._wanted
        self._on_datasets_changed()
        if tab in TABS:
            self.detail.show_tab(tab)
        if not self._samples:
            self._context.connection.call(lambda engine: engine.recipes(), self._on_recipes)
        self.list.setFocus()

    def import_files(self, paths: Sequence[str]) -> None:
        """Take files and folders in, one after the other, as they are found."""
        for path in paths:
            self.imports.add_file(Path(path))

    # --- building

    def _build(self) -> None:
        self._header = PageHeader(self.tr("Datasets"))
        self.delete = self._header.add_action(Button(self.tr("Delete…"), "danger"))
        self.reveal = self._header.add_action(Button(self.tr("Reveal file")))
        self.add = self._header.add_action(Button(self.tr("Add…")))
        self.use = self._header.add_action(Button(self.tr("New run with this dataset"), "primary"))
        menu = QMenu(self.add)
        menu.addAction(self.tr("Files…")).triggered.connect(self._on_add_files)
        menu.addAction(self.tr("Folder…")).triggered.connect(self._on_add_folder)
        self.add.setMenu(menu)
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(self._both())
        for widget in (self._header, self.notice, self.progress):
            self.column.addWidget(widget)
        self.column.addWidget(self._body, 1)

    def _both(self) -> QWidget:
        frame = Card()
        frame.body.setContentsMargins(6, 6, 6, 6)
        frame.add(self.list, 1)
        frame.setFixedWidth(LIST_WIDTH)
        both = QWidget()
        layout = QHBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(frame)
        layout.addWidget(self.detail, 1)
        return both

    def _connect(self) -> None:
        self.use.clicked.connect(self._on_use_clicked)
        self.reveal.clicked.connect(self._on_reveal_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self.list.picked.connect(self._on_picked)
        self.notice.acted.connect(self.notice.hide)
        self.empty.files_wanted.connect(self._on_add_files)
        self.empty.folder_wanted.connect(self._on_add_folder)
        self.empty.sample_wanted.connect(self._on_sample_wanted)
        self.detail.again.connect(self._on_again)
        FileDrop(self).dropped.connect(self.imports.add_file)
        self.imports.started.connect(self._on_import_started)
        self.imports.imported.connect(self._on_imported)
        self.imports.refused.connect(self._on_import_refused)
        self.imports.idle.connect(self._on_import_idle)
        self.imports.cancelled.connect(self._on_import_cancelled)
        self._context.library.datasets_changed.connect(self._on_datasets_changed)

    # --- what is there

    def _on_datasets_changed(self) -> None:
        cards = sorted(self._context.library.datasets.values(), key=lambda card: -card.created)
        self._body.setCurrentIndex(1 if cards else 0)
        for button in (self.use, self.reveal, self.delete, self.add):
            button.setVisible(bool(cards))
        if not cards:
            self._header.set_subtitle("")
        self.list.set_datasets(cards)
        if self._wanted and self.list.select(self._wanted):
            self._wanted = ""

    def _chosen(self) -> DatasetCard | None:
        return self._context.library.datasets.get(self.list.current_id())

    def _on_picked(self, id: str) -> None:
        card = self._context.library.datasets.get(id)
        if card is not None:
            self._header.set_subtitle(card.name)
            self.detail.show_dataset(card)

    def _on_recipes(self, recipes: list[Recipe]) -> None:
        self._samples = [recipe for recipe in recipes if recipe.sample]
        self.empty.set_samples(self._samples)

    # --- bringing files in

    def _on_add_files(self) -> None:
        known = "*.csv *.tsv *.tab *.txt *.md *.json *.jsonl *.ndjson *.parquet *.arrow *.feather *.xlsx *.xlsm *.zip"
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add files"),
            "",
            f"{self.tr('Tables, texts, conversations')} ({known});;{self.tr('All files')} (*)",
        )
        self.take([Path(name) for name in names])

    def _on_add_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, self.tr("Add a folder")):
            self.take([Path(name)])

    def take(self, paths: Sequence[Path]) -> None:
        """Bring in what a person chose: a single file whose layout is a guess is shown before it is read."""
        if len(paths) == 1 and is_guessed(paths[0]):
            self._open_dialog(ImportDialog(self._context.connection, paths[0], parent=self))
            return
        for path in paths:
            self.imports.add_file(path)

    def _open_dialog(self, dialog: ImportDialog) -> None:
        sniffing = dialog.sniffing
        dialog.accepted.connect(lambda: self.imports.add_file(sniffing.path, sniffing.form, sniffing.reading))
        dialog.open()

    def _on_again(self) -> None:
        card = self._chosen()
        if card is None:
            return
        path = Path(card.source)
        if not path.exists():
            self._say([Problem(code="file_missing", params={"path": card.source})])
            return
        note = self.tr("It becomes a dataset beside “{name}”, which stays as it is.").format(name=card.name)
        self._open_dialog(ImportDialog(self._context.connection, path, card.asked, note, self))

    def _on_sample_wanted(self, recipe: Recipe) -> None:
        self.imports.add_sample(recipe.id, recipe.sample or "")

    def _on_import_started(self, name: str) -> None:
        """What was said of the lot before goes; what was said of this one stays."""
        if self._begins:
            self.notice.hide()
            self._refused.clear()
        self._begins = False

    def _on_import_idle(self) -> None:
        self._begins = True

    def _on_import_refused(self, problems: Sequence[Problem]) -> None:
        self._refused += problems[:1]
        said = [say_problem(problem) for problem in self._refused]
        what = "\n".join(" ".join(filter(None, (words.what, words.why))) for words in said)
        if len(said) == 1:
            self._say(problems)
        else:
            self.notice.say(what, "", said[-1].what_to_do, level="error", action=self.tr("Dismiss"))
            self.notice.show()

    def _on_import_cancelled(self, name: str) -> None:
        self._context.notify(self.tr("{name} was not imported.").format(name=name), "info")

    def _on_imported(self, card: DatasetCard) -> None:
        self._context.library.datasets.setdefault(card.id, card)  # the stream tells it too, a moment later
        self._wanted = card.id
        self._on_datasets_changed()
        if card.refused_count and not self._refused:
            words = say_problem(Problem(code="rows_refused", params={"count": card.refused_count}))
            self.notice.say(*words, level="warning", action=self.tr("Dismiss"))
            self.notice.show()

    def _say(self, problems: Sequence[Problem]) -> None:
        for problem in problems[:1]:
            self.notice.say(*say_problem(problem), level="error", action=self.tr("Dismiss"))
            self.notice.show()

    # --- doing something with one

    def _on_use_clicked(self) -> None:
        card = self._chosen()
        if card is not None:
            self._context.navigate("new_run", card.id)

    def _on_reveal_clicked(self) -> None:
        card = self._chosen()
        if card is None:
            return
        folder = Path(card.source).parent
        if not Path(card.source).exists():
            self._context.notify(
                self.tr("The file is no longer at {path}. Modelyard's own copy is intact.").format(
                    path=card.source
                ),
                "warning",
            )
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_delete_clicked(self) -> None:
        card = self._chosen()
        if card is None:
            return
        question = Question(
            self.tr("Delete “{name}”?").format(name=card.name),
            self.tr("Modelyard's copy is deleted. The file it came from, finished runs and models stay."),
            self.tr("Delete"),
            dangerous=True,
            parent=self,
        )
        question.accepted.connect(lambda: self._delete(card))
        question.open()

    def _delete(self, card: DatasetCard) -> None:
        self._context.connection.call(
            lambda engine: engine.delete_dataset(card.id),
            lambda _: self._on_deleted(card),
            self._on_delete_refused,
            self,
        )

    def _on_deleted(self, card: DatasetCard) -> None:
        self._context.library.datasets.pop(card.id, None)
        self.detail.draft.forget(card.id)
        self._on_datasets_changed()

    def _on_delete_refused(self, problems: Sequence[Problem]) -> None:
        self._say(problems)
        self._context.notify(problem_line(problems[0]), "error")
