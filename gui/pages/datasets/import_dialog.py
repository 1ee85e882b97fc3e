"""How a file would be read, and its first rows, before it is imported: one press takes what was found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.api import Sniffed
from engine.schema.card import Column
from engine.schema.problem import Problem
from engine.schema.reading import ReadingOptions
from gui.client.connection import Connection
from gui.client.words import problem_line, say_problem
from gui.i18n.amounts import number
from gui.pages.datasets.column_words import kind_of_column
from gui.pages.datasets.reading_form import ReadingForm
from gui.pages.datasets.reading_words import format_words
from gui.state.dataset_view import say_cell
from gui.state.sniffing import Sniffing
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.notice import Notice
from gui.widgets.rows_table import RowsTable
from gui.widgets.segmented import Segmented
from gui.widgets.spinner import Spinner

SHOWN = 20  # rows
_TWOFOLD = ("delimited", "text")  # formats of files that could be read either way
Index = QModelIndex | QPersistentModelIndex


class ImportDialog(QDialog):
    """When it is accepted, ``sniffing`` holds the form and the reading that a person wants."""

    def __init__(
        self,
        connection: Connection,
        path: Path,
        asked: ReadingOptions | None = None,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import {name}").format(name=path.name))
        self.resize(860, 620)
        self.sniffing = Sniffing(connection, path, self)
        self._note = Label(note, "dim", wrap=True)
        self._note.setVisible(bool(note))
        self.form, self.rows = ReadingForm(), _SniffedRows(self)
        self.table = RowsTable(self.rows, self.tr("First rows"))
        self.notice, self._remarks = Notice(), Label("", "warning", wrap=True)
        self._spinner, self._format = Spinner(), ElidedLabel("", "dim")
        forms = (("auto", self.tr("As found")), ("table", self.tr("Table")), ("text", self.tr("Plain text")))
        self.forms = Segmented(forms, name=self.tr("Read as"))
        self.yes, self.no = Button(self.tr("Import"), "primary"), Button(self.tr("Cancel"))
        self._build(path)
        self._connect()
        self.form.set_reading(asked)
        self.sniffing.reading = asked
        self.sniffing.look()

    def _build(self, path: Path) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (Label(path.name, "heading"), self._spinner):
            head.addWidget(widget)
        head.addWidget(self._format, 1)
        head.addWidget(self.forms)
        preview = Card(self.tr("First rows"))
        preview.add(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._remarks, 1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        self.yes.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        for widget in (self._note, self.form, self.notice):
            layout.addWidget(widget)
        layout.addWidget(preview, 1)
        layout.addLayout(foot)
        self.notice.hide()
        self.forms.hide()
        self.yes.setFocus()

    def _connect(self) -> None:
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.forms.changed.connect(self._on_changed)
        self.form.changed.connect(self._on_changed)
        self.sniffing.looking.connect(self._spinner.show)
        self.sniffing.found.connect(self._on_found)
        self.sniffing.refused.connect(self._on_refused)

    def _on_changed(self) -> None:
        self.sniffing.say(self.forms.value, self.form.reading())

    def _on_found(self, sniffed: Sniffed) -> None:
        self._spinner.hide()
        self.notice.hide()
        self._format.setText(format_words(sniffed.reading.format))
        self.forms.setVisible(sniffed.reading.format in _TWOFOLD)
        self.form.show_found(sniffed.reading)
        self.rows.show_sniffed(sniffed)
        self.table.fit_columns([(_title(column), column.kind) for column in sniffed.columns])
        self.yes.setEnabled(True)
        self._remarks.setText("\n".join(f"▲ {words}" for words in self._remarks_on(sniffed)))

    def _remarks_on(self, sniffed: Sniffed) -> list[str]:
        said = [problem_line(note) for note in sniffed.notes[:2]]
        if sniffed.refused:
            counts = self.tr("Rows that cannot be read, of the first ones: {count}")
            said.append(counts.format(count=number(len(sniffed.refused))))
        return said

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        self._spinner.hide()
        self.rows.show_sniffed(None)
        self.yes.setEnabled(False)
        self._remarks.setText("")
        self.notice.say(*say_problem(problems[0]), level="error")
        self.notice.show()


class _SniffedRows(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sniffed: Sniffed | None = None

    def show_sniffed(self, sniffed: Sniffed | None) -> None:
        self.beginResetModel()
        self._sniffed = sniffed
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() or self._sniffed is None else len(self._sniffed.rows[:SHOWN])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() or self._sniffed is None else len(self._sniffed.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._sniffed is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return _title(self._sniffed.columns[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._sniffed is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        row, column = self._sniffed.rows[index.row()], index.column()
        kind = self._sniffed.columns[column].kind
        return say_cell(row[column], kind) if column < len(row) else ""


def _title(column: Column) -> str:
    return f"{column.name}  ·  {kind_of_column(column.kind)}"
