"""The report of one model: how good it is on rows it has never seen, where it errs, and what it leans on."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from gui.client.words import say_problem
from gui.forms.labels import task_words
from gui.i18n.amounts import number
from gui.pages.report.document import save_html, save_pdf
from gui.pages.report.pictures_card import PicturesCard
from gui.pages.report.plots import PlotsRow
from gui.pages.report.rows_card import RowsCard
from gui.pages.report.scores_card import ScoresCard
from gui.pages.report.weights_row import WeightsRow
from gui.state.report import ReportState
from gui.widgets.button import Button
from gui.widgets.empty_page import EmptyPage
from gui.widgets.page import Page, Scrolled
from gui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from engine.schema.problem import Problem
    from engine.schema.report import AnswerRows, Report
    from gui.context import Context


class ReportPage(QStackedWidget):
    """``shown`` takes a model's id."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.state = ReportState(context.connection, self)
        self.empty = EmptyPage(
            self.tr("No report"),
            self.tr("Choose a model in the list of models and open its report."),
            self.tr("All models"),
        )
        self.empty.acted.connect(lambda: context.navigate("models", None))
        self.addWidget(self.empty)
        self.addWidget(self._page())
        self.state.loaded.connect(self._on_loaded)
        self.state.rows_loaded.connect(self._on_rows)
        self.state.missing.connect(self._on_missing)

    def shown(self, id: str | None = None) -> None:
        card = self._context.library.models.get(id or "")
        if card is None or (self.state.card == card and self.state.report is not None):
            return
        self.header.set_title(card.name)
        self.header.set_subtitle(task_words(card.task))
        self.state.show(card)

    # --- building

    def _page(self) -> Page:
        page = Page()
        self.header = PageHeader("", breadcrumb=self.tr("Models"))
        self.header.went_up.connect(self._go_up)
        self.html, self.pdf = Button(self.tr("Save as HTML…")), Button(self.tr("Save as PDF…"))
        self.html.clicked.connect(lambda: self._save("html", save_html))
        self.pdf.clicked.connect(lambda: self._save("pdf", save_pdf))
        for button in (self.html, self.pdf):
            self.header.add_action(button)
        self.scores, self.plots, self.weights = ScoresCard(), PlotsRow(), WeightsRow()
        self.rows, self.pictures = RowsCard(), PicturesCard(self._context.connection)
        self.plots.cell_chosen.connect(lambda true, said: self.state.look_at((true, said)))
        self.rows.all_wanted.connect(lambda: self.state.look_at(None))
        self.pictures.all_wanted.connect(lambda: self.state.look_at(None))
        scrolled = Scrolled()
        for widget in (self.scores, self.plots, self.weights, self.pictures, self.rows):
            scrolled.column.addWidget(widget)
        scrolled.column.addStretch(1)
        page.column.addWidget(self.header)
        page.column.addWidget(scrolled, 1)
        return page

    # --- showing

    def _on_loaded(self, report: "Report") -> None:
        card = self.state.card
        parts = {"test": self.tr("test"), "validation": self.tr("validation")}
        self.header.set_subtitle(
            self.tr("{task} · {rows} {part} rows it has never seen").format(
                task=task_words(report.task),
                rows=number(report.rows),
                part=parts.get(report.split, report.split),
            )
        )
        self.scores.show_report(report)
        self.plots.show_report(report)
        self.weights.show_report(report)
        self.pictures.setVisible(bool(report.worst) and card is not None and card.input_form == "image")
        self.rows.setVisible(bool(report.worst) and not self.pictures.isVisibleTo(self))
        self.setCurrentIndex(1)

    def _on_rows(self, rows: "AnswerRows") -> None:
        card = self.state.card
        if card is not None and card.input_form == "image":
            self.pictures.show_rows(card.dataset.get("id", ""), card.inputs[0].name, rows, self.state.cell)
        else:
            self.rows.show_rows(rows, self.state.cell)

    def _on_missing(self, problems: "Sequence[Problem]") -> None:
        what, why, what_to_do = say_problem(problems[0])
        self.empty.say(what, " ".join(part for part in (why, what_to_do) if part))
        self.setCurrentIndex(0)

    # --- doing

    def _go_up(self) -> None:
        self._context.navigate("models", self.state.card.id if self.state.card else None)

    def _save(self, ending: str, write) -> None:  # type: ignore[no-untyped-def]
        if self.state.report is None or self.state.card is None:
            return
        suggestion = str(Path.home() / f"{self.state.card.name}.{ending}")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save report"), suggestion, f"*.{ending}")
        if not name:
            return
        try:
            write(Path(name), self.state.card, self.state.report)
        except OSError as error:
            self._context.notify(
                self.tr("{0} could not be written: {1}").format(name, error.strerror), "error"
            )
            return
        self._context.notify(self.tr("Saved as {0}").format(name), "good")
