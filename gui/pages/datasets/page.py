"""Datasets: bring files in, see what is in them, prepare them, start a run from one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.context import Context
from gui.pages.datasets.detail import TABS, DatasetDetail
from gui.pages.datasets.empty_view import EmptyView
from gui.pages.datasets.import_cards import ImportCards
from gui.pages.datasets.intake import Intake
from gui.pages.datasets.tiles import DatasetTiles
from gui.state.thumbnails import Thumbnails
from gui.widgets.ask import Question
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.file_drop import FileDrop
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader

LIST_WIDTH = 262


class DatasetsPage(Page):
    """Tiles at the left, the chosen dataset at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._samples: list[Recipe] = []
        self._wanted = ""  # chosen before the list knew it
        self._thumbnails = Thumbnails(context.connection, self)
        self.list = DatasetTiles(self._thumbnails)
        self.detail = DatasetDetail(context, self._thumbnails)
        self.empty = EmptyView()
        self.notice = Notice()
        self.notice.hide()
        self.intake = Intake(context, self.notice, self)
        self.imports = self.intake.imports
        self.progress = ImportCards(context.library, self.imports)
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
        menu.addAction(self.tr("Files…")).triggered.connect(self.intake.ask_for_files)
        menu.addAction(self.tr("Folder…")).triggered.connect(self.intake.ask_for_folder)
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
        self.empty.files_wanted.connect(self.intake.ask_for_files)
        self.empty.folder_wanted.connect(self.intake.ask_for_folder)
        self.empty.sample_wanted.connect(self.intake.take_sample)
        self.detail.again.connect(self._on_again)
        FileDrop(self).dropped.connect(self.imports.add_file)
        self.imports.imported.connect(self._on_imported)
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

    def _on_imported(self, card: DatasetCard) -> None:
        self._context.library.datasets.setdefault(card.id, card)  # the stream tells it too, a moment later
        self._wanted = card.id
        self._on_datasets_changed()

    def _on_again(self) -> None:
        card = self._chosen()
        if card is not None:
            self.intake.read_again(card)

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
        self.intake.say(problems)
        self._context.notify(problem_line(problems[0]), "error")
