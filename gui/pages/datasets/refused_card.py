"""The lines and files that were not read, each with its number and why."""

from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard, RefusedRow
from engine.schema.problem import Problem
from gui.client.words import say_problem
from gui.i18n.amounts import number
from gui.widgets.card import Card
from gui.widgets.data_table import Column, DataTable

_MOST = 260  # pixels


class RefusedCard(Card):
    """Hidden where every row was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Rows that were not read"), parent=parent)
        columns = [
            Column(
                "line",
                self.tr("Line"),
                lambda row: number(row.line),
                sort=lambda row: row.line,
                right=True,
                width=80,
            ),
            Column("reason", self.tr("Why"), _reason, width=240, colour=lambda row: "warning"),
            Column("text", self.tr("Text or file"), _text, stretch=True, mono=True, tip=lambda row: row.text),
        ]
        self.table = DataTable(columns, key=lambda row: row.line, name=self.tr("Rows that were not read"))
        self.add(self.table)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show what was refused of a dataset."""
        self.setVisible(card.refused_count > 0)
        shown, count = number(len(card.refused)), number(card.refused_count)
        self.set_subtitle(self.tr("{shown} of {count}").format(shown=shown, count=count))
        self.table.set_rows(card.refused)
        self.table.setFixedHeight(min(self.table.content_height(), _MOST))


def _reason(row: RefusedRow) -> str:
    return say_problem(Problem(code=f"refused_{row.reason}")).what


def _text(row: RefusedRow) -> str:
    return " ".join(row.text.split())
