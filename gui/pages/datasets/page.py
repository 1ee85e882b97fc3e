"""Datasets: bring files in, see what is in them, start a run from one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.schema.api import Recipe
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from gui.client.words import problem_line, say_problem
from gui.context import Context
from gui.pages.datasets.dataset_list import DatasetList
from gui.pages.datasets.detail import DatasetDetail
from gui.state.dataset_import import DatasetImport
from gui.widgets.ask import Question
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.empty_page import EmptyPage
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import Label
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.spinner import Spinner

LIST_WIDTH = 250


class DatasetsPage(Page):
    """A list at the left, the chosen dataset at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._samples: list[Recipe] = []
        self._wanted = ""  # chosen before the list knew it
        self.imports = DatasetImport(context.connection, self)
        self.list, self.detail = DatasetList(), DatasetDetail(context.connection)
        self.notice = Notice()
        self.notice.hide()
        self._build()
        self._connect()
        self._on_datasets_changed()

    def shown(self, id: str | None = None) -> None:
        """Come to the front; with ``id`` that dataset is chosen."""
        self._wanted = id or self._wanted
        self._on_datasets_changed()
        if not self._samples:
            self._context.connection.call(lambda engine: engine.recipes(), self._on_recipes)
        self.list.setFocus()

    # --- building

    def import_files(self, paths: Sequence[str]) -> None:
        """Take files in, one after the other."""
        for path in paths:
            self.imports.add_file(Path(path))

    def _build(self) -> None:
        self._header = PageHeader(self.tr("Datasets"))
        self._spinner, self._busy = Spinner(), Label("", "dim")
        for widget in (self._spinner, self._busy):
            self._header.add_beside(widget).hide()
        self.delete = self._header.add_action(Button(self.tr("Delete…"), "danger"))
        self.reveal = self._header.add_action(Button(self.tr("Reveal file")))
        self.add = self._header.add_action(Button(self.tr("Add file…")))
        self.use = self._header.add_action(Button(self.tr("New run with this dataset"), "primary"))
        self._body = QStackedWidget()
        self._body.addWidget(self._empty_page())
        self._body.addWidget(self._both())
        for widget in (self._header, self.notice):
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

    def _empty_page(self) -> QWidget:
        empty = EmptyPage(
            self.tr("No datasets yet"),
            self.tr(
                "Drop a table (CSV, TSV) or a text file here, and see its columns, gaps and first rows. Modelyard keeps its own copy."
            ),
            self.tr("Add file…"),
        )
        empty.acted.connect(self._on_add_clicked)
        self._sample_line = QHBoxLayout()
        self._sample_line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        samples = QWidget()
        below = QVBoxLayout(samples)
        below.addSpacing(16)
        below.addWidget(Label(self.tr("Or try one of the samples"), "dim"), 0, Qt.AlignmentFlag.AlignHCenter)
        below.addLayout(self._sample_line)
        empty.add_below(samples)
        return empty

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add_clicked)
        self.use.clicked.connect(self._on_use_clicked)
        self.reveal.clicked.connect(self._on_reveal_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self.list.picked.connect(self._on_picked)
        self.notice.acted.connect(self.notice.hide)
        FileDrop(self).dropped.connect(self.imports.add_file)
        self.imports.started.connect(self._on_import_started)
        self.imports.imported.connect(self._on_imported)
        self.imports.refused.connect(self._say)
        self.imports.idle.connect(self._on_import_idle)
        self._context.library.datasets_changed.connect(self._on_datasets_changed)

    # --- what is there

    def _on_datasets_changed(self) -> None:
        cards = sorted(self._context.library.datasets.values(), key=lambda card: -card.created)
        self._body.setCurrentIndex(1 if cards else 0)
        for button in (self.use, self.reveal, self.delete, self.add):
            button.setVisible(bool(cards))
        self.list.set_datasets(cards)
        if self._wanted and self.list.select(self._wanted):
            self._wanted = ""

    def _chosen(self) -> DatasetCard | None:
        return self._context.library.datasets.get(self.list.current_id())

    def _on_picked(self, id: str) -> None:
        card = self._context.library.datasets.get(id)
        if card is not None:
            self._header.set_subtitle("")
            self.detail.show_dataset(card)

    def _on_recipes(self, recipes: list[Recipe]) -> None:
        self._samples = [recipe for recipe in recipes if recipe.sample]
        for recipe in self._samples:
            button = Button(recipe.sample or "")
            button.clicked.connect(
                lambda _=False, recipe=recipe: self.imports.add_sample(recipe.id, recipe.sample or "")
            )
            self._sample_line.addWidget(button)

    # --- bringing files in

    def _on_add_clicked(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add files"),
            "",
            self.tr("Tables and texts (*.csv *.tsv *.tab *.txt *.md);;All files (*)"),
        )
        for name in names:
            self.imports.add_file(Path(name))

    def _on_import_started(self, name: str) -> None:
        self.notice.hide()
        self._busy.setText(self.tr("Reading {name}…").format(name=name))
        self._spinner.show()
        self._busy.show()

    def _on_import_idle(self) -> None:
        self._spinner.hide()
        self._busy.hide()

    def _on_imported(self, card: DatasetCard) -> None:
        self._context.library.datasets.setdefault(card.id, card)  # the stream tells it too, a moment later
        self._wanted = card.id
        self._on_datasets_changed()
        if card.refused_count:
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
        self._on_datasets_changed()

    def _on_delete_refused(self, problems: Sequence[Problem]) -> None:
        self._say(problems)
        self._context.notify(problem_line(problems[0]), "error")
