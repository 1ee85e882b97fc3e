"""The columns of a dataset: kind, gaps, distinct values, a sketch of the distribution."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.schema import card as schema
from gui.i18n.amounts import figure, number, share
from gui.widgets.column_sketch import paint_bars
from gui.widgets.data_table import ROW_ROLE, Column, DataTable

_KINDS = {
    "number": QT_TRANSLATE_NOOP("ColumnsTable", "number"),
    "category": QT_TRANSLATE_NOOP("ColumnsTable", "category"),
    "date": QT_TRANSLATE_NOOP("ColumnsTable", "date"),
    "text": QT_TRANSLATE_NOOP("ColumnsTable", "text"),
    "boolean": QT_TRANSLATE_NOOP("ColumnsTable", "yes/no"),
    "empty": QT_TRANSLATE_NOOP("ColumnsTable", "empty"),
}

translate = QCoreApplication.translate


class ColumnsTable(DataTable):
    """One row per column of the dataset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows = 0
        super().__init__(self._columns(), key=lambda column: column.name, parent=parent)
        self.setAccessibleName(self.tr("Columns"))

    def show_columns(self, columns: Sequence[schema.Column], rows: int) -> None:
        """Show the columns of a dataset with so many rows."""
        self._rows = rows
        self.set_rows(columns)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "name",
                translate("ColumnsTable", "Column"),
                lambda row: row.name,
                width=150,
                tip=lambda row: row.name,
            ),
            Column(
                "kind",
                translate("ColumnsTable", "Kind"),
                lambda row: translate("ColumnsTable", _KINDS.get(row.kind, row.kind)),
                width=84,
            ),
            Column(
                "missing",
                translate("ColumnsTable", "Missing"),
                lambda row: share(row.missing / self._rows, 1 if row.missing else 0) if self._rows else "–",
                sort=lambda row: row.missing,
                right=True,
                width=84,
                colour=lambda row: "warning" if row.missing else "dim",
                tip=lambda row: translate("ColumnsTable", "{count} rows").format(count=number(row.missing)),
            ),
            Column(
                "distinct",
                translate("ColumnsTable", "Distinct"),
                lambda row: number(row.distinct),
                sort=lambda row: row.distinct,
                right=True,
                width=84,
            ),
            Column(
                "sketch",
                translate("ColumnsTable", "Distribution"),
                lambda row: "",
                width=150,
                delegate=_SketchDelegate(),
                tip=_bars_in_words,
            ),
            Column("values", translate("ColumnsTable", "Values"), _values_of, stretch=True, tip=_values_of),
        ]


class _SketchDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        column = index.data(ROW_ROLE)
        area = QRectF(option.rect).adjusted(8, 6, -8, -5)
        paint_bars(painter, area, [bar.count for bar in column.bars])


def _values_of(column: schema.Column) -> str:
    """Range and mean of numbers and dates, length of texts, examples of the rest."""
    if column.kind == "number":
        return translate("ColumnsTable", "{low} … {high} · mean {mean}").format(
            low=_bound(column.minimum), high=_bound(column.maximum), mean=figure(column.mean)
        )
    if column.kind == "date":
        return f"{_bound(column.minimum)} … {_bound(column.maximum)}"
    examples = ", ".join(" ".join(example.split())[:60] for example in column.examples[:4])
    if column.kind == "text" and column.mean_length is not None:
        length = translate("ColumnsTable", "{count} characters on average").format(
            count=number(column.mean_length)
        )
        return f"{length} · {examples}" if examples else length
    return examples


def _bars_in_words(column: schema.Column) -> str:
    return "\n".join(f"{bar.label}: {number(bar.count)}" for bar in column.bars[:20])


def _bound(value: float | str | None) -> str:
    return value if isinstance(value, str) else figure(value)
