"""One dataset: facts, columns, lines that were not read, first rows."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.card import DatasetCard, RefusedRow
from engine.schema.problem import Problem
from gui.client.words import problem_line, say_problem
from gui.i18n.amounts import moment, number, size
from gui.pages.datasets.columns_table import ColumnsTable
from gui.state.dataset_view import DatasetRows
from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.data_table import Column, DataTable
from gui.widgets.flow import FlowLayout
from gui.widgets.label import Label
from gui.widgets.rows_table import RowsTable

if TYPE_CHECKING:
    from gui.client.connection import Connection


class DatasetDetail(QWidget):
    """Shows a DatasetCard; the rows come as a person scrolls."""

    def __init__(self, connection: "Connection", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts_card, facts = Card(), QWidget()
        self._facts = FlowLayout(facts, 22, 4)
        self._facts_card.add(facts)
        self._notes = Label("", "warning", wrap=True)
        self._facts_card.add(self._notes)
        self.columns = ColumnsTable()
        self._columns_card = Card(self.tr("Columns"))
        self._columns_card.add(self.columns, 1)
        self.refused = self._refused_table()
        self._refused_card = Card(self.tr("Lines that were not read"))
        self._refused_card.add(self.refused, 1)
        self.rows = DatasetRows(connection, self)
        self._rows_card = Card(self.tr("Rows"))
        self.table = RowsTable(self.rows, self.tr("Rows"))
        self._rows_card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._facts_card)
        layout.addWidget(self._columns_card, 5)
        layout.addWidget(self._refused_card, 3)
        layout.addWidget(self._rows_card, 4)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset."""
        self._show_facts(card)
        self._columns_card.set_subtitle(number(len(card.columns)))
        self.columns.show_columns(card.columns, card.rows)
        self._columns_card.setMaximumHeight(self.columns.content_height() + 70)
        self._refused_card.setVisible(card.refused_count > 0)
        shown, count = number(len(card.refused)), number(card.refused_count)
        self._refused_card.set_subtitle(self.tr("{shown} of {count}").format(shown=shown, count=count))
        self.refused.set_rows(card.refused)
        self._refused_card.setMinimumHeight(min(self.refused.content_height(), 150) + 52)
        self._rows_card.set_subtitle(number(card.rows))
        self.rows.show_dataset(card)
        self.table.fit_columns([(column.name, column.kind) for column in card.columns])

    def _show_facts(self, card: DatasetCard) -> None:
        while item := self._facts.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        facts = [
            (self.tr("Size"), size(card.bytes)),
            (self.tr("Duplicate rows"), number(card.duplicates)),
            (self.tr("Delimiter"), _visible(card.delimiter)),
            (self.tr("Encoding"), card.encoding or "–"),
            (self.tr("Licence"), card.licence or "–"),
            (self.tr("Added"), moment(card.created)),
            (self.tr("Fingerprint"), card.fingerprint[:12]),
            (self.tr("From"), Path(card.source).name),
        ]
        for title, value in facts:
            self._facts.addWidget(_Fact(title, value, card.source if value == Path(card.source).name else ""))
        self._notes.setText("\n".join(f"▲ {problem_line(note)}" for note in card.notes))
        self._notes.setVisible(bool(card.notes))
        self._facts_card.updateGeometry()

    def _refused_table(self) -> DataTable:
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
            Column("text", self.tr("Text"), lambda row: " ".join(row.text.split()), stretch=True, mono=True),
        ]
        return DataTable(columns, key=lambda row: row.line, name=self.tr("Lines that were not read"))


class _Fact(QWidget):
    def __init__(self, title: str, value: str, tip: str = "") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(Label(title, "caption"))
        layout.addWidget(Label(value).set_selectable())
        self.setToolTip(tip)


def _reason(row: RefusedRow) -> str:
    return say_problem(Problem(code=f"refused_{row.reason}")).what


def _visible(delimiter: str | None) -> str:
    names = {
        None: "–",
        "\t": QCoreApplication.translate("DatasetDetail", "tab"),
        " ": QCoreApplication.translate("DatasetDetail", "space"),
    }
    return names.get(delimiter, f"“{delimiter}”")
