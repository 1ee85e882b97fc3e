"""Rows of the test part with the model's answers, worst first: all, or those of one cell of the confusion matrix."""

from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.report import AnswerRows, Example
from gui.i18n.amounts import number
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure
from gui.widgets.data_table import Column, DataTable

_MOST_COLUMNS = 30  # of the dataset beside the answer
_LONGEST = 160  # characters of a cell
_TEXT = 24  # from which a column is of texts


class AnsweredRow(NamedTuple):
    """One line of the table."""

    example: Example
    values: tuple[Any, ...]


class RowsCard(Card):
    """``all_wanted`` tells that a cell is no longer asked for."""

    all_wanted = Signal()
    row_chosen = Signal(int)  # its number in the dataset

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Answers, worst first"), " ", parent)
        self._all = Button(self.tr("Show all rows"))
        self._all.clicked.connect(self.all_wanted)
        self.add_action(self._all)
        self._all.hide()
        self.table: DataTable | None = None

    def show_rows(self, rows: AnswerRows, cell: tuple[str, str] | None) -> None:
        """Rows of this cell, or of all."""
        self._all.setVisible(cell is not None)
        shown, total = number(len(rows.examples)), number(rows.total)
        if cell is None:
            self.set_subtitle(self.tr("{shown} of {total} rows").format(shown=shown, total=total))
        else:
            words = self.tr("{total} rows of “{true}”, answered with “{said}”")
            self.set_subtitle(words.format(total=total, true=cell[0], said=cell[1]))
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        table = DataTable(
            self._columns(rows), key=lambda row: row.example.row, name=self.tr("Answers, worst first")
        )
        table.set_rows([AnsweredRow(*pair) for pair in zip(rows.examples, rows.rows, strict=True)])
        table.opened.connect(lambda row: self.row_chosen.emit(row.example.row))
        table.setMinimumHeight(260)
        self.add(table, 1)
        self.table = table

    def _columns(self, rows: AnswerRows) -> list[Column]:
        longest = text_column(rows)
        first = [
            Column(
                "row", self.tr("Row"), lambda row: number(row.example.row), sort=lambda row: row.example.row,
                right=True, width=80,
            ),
            Column("truth", self.tr("Truth"), lambda row: said(row.example.truth), width=110),
            Column(
                "answer", self.tr("Answer"), lambda row: said(row.example.answer), width=110,
                colour=lambda row: "bad" if is_wrong(row.example) else None,
            ),
            Column(
                "loss", self.tr("Loss"), lambda row: figure(row.example.loss),
                sort=lambda row: row.example.loss, right=True, width=90,
            ),
        ]  # fmt: skip
        rest = [
            Column(
                f"data {place}", name, lambda row, place=place: said(row.values[place]),
                width=150, stretch=place == longest,
            )
            for place, name in enumerate(rows.columns[:_MOST_COLUMNS])
        ]  # fmt: skip
        return first + rest


def text_column(rows: AnswerRows) -> int | None:
    """The place of the column with the longest texts, which takes the width that is left."""
    lengths = [
        max((len(str(row[place])) for row in rows.rows), default=0) for place in range(len(rows.columns))
    ]
    longest = max(lengths, default=0)
    return lengths.index(longest) if longest > _TEXT else None


def is_wrong(example: Example) -> bool:
    """Whether a class was missed; a number is never hit exactly."""
    return not isinstance(example.truth, float) and example.truth != example.answer


def said(value: Any) -> str:
    """A value of a row, short enough for a cell."""
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, float):
        return f"{value:.6g}"
    return " ".join(str(value).split())[:_LONGEST]
