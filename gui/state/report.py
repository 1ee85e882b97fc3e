"""The report of one model and the rows behind it, as the screen knows them. No widgets."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from engine.schema.report import AnswerRows, Report
    from gui.client.connection import Connection

ROWS = 200  # of a cell that are shown


class ReportState(QObject):
    """Asks for the report of one model at a time, and for the rows of one cell of its confusion matrix."""

    loaded = Signal(object)  # Report
    rows_loaded = Signal(object)  # AnswerRows
    missing = Signal(object)  # tuple[Problem, ...]

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.card: ModelCard | None = None
        self.report: Report | None = None
        self.cell: tuple[str, str] | None = None

    def show(self, card: "ModelCard") -> None:
        """Load the report of this model; another one's answer that is still on its way is dropped."""
        self.card, self.report, self.cell = card, None, None
        self._connection.call(
            lambda engine: engine.report(card.id),
            lambda report: self._on_report(card.id, report),
            lambda problems: self._on_missing(card.id, problems),
            self,
        )

    def look_at(self, cell: tuple[str, str] | None) -> None:
        """The rows of a true and an answered class; None for the worst of all."""
        card = self.card
        if card is None:
            return
        self.cell = cell
        truth, answer = cell or (None, None)
        self._connection.call(
            lambda engine: engine.answer_rows(card.id, truth, answer, 0, ROWS),
            lambda rows: self._on_rows(card.id, cell, rows),
            lambda problems: None,  # the dataset is gone; the report itself stays
            self,
        )

    def _on_report(self, id: str, report: "Report") -> None:
        if self.card is not None and self.card.id == id:
            self.report = report
            self.loaded.emit(report)
            self.look_at(None)

    def _on_rows(self, id: str, cell: tuple[str, str] | None, rows: "AnswerRows") -> None:
        if self.card is not None and self.card.id == id and self.cell == cell:
            self.rows_loaded.emit(rows)

    def _on_missing(self, id: str, problems: object) -> None:
        if self.card is not None and self.card.id == id:
            self.missing.emit(problems)
