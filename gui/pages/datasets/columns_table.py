"""The columns of a dataset: kind and why, gaps, distinct values, a sketch of the distribution."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.schema import card as schema
from gui.i18n.amounts import number, share
from gui.pages.datasets.column_words import bars_in_words, flags_of, kind_of_column, reasons_of, values_of
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION
from gui.widgets.badge import badge_width, paint_badge
from gui.widgets.column_sketch import paint_bars
from gui.widgets.data_table import ROW_ROLE, Column, DataTable

ROW_HEIGHT = 46  # two lines
MOST_SHOWN = 12  # rows before the table scrolls by itself

translate = QCoreApplication.translate


class ColumnsTable(DataTable):
    """One row per column of the dataset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows = 0
        super().__init__(self._columns(), key=lambda column: column.name, parent=parent)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setAccessibleName(self.tr("Columns"))

    def show_columns(self, columns: Sequence[schema.Column], rows: int) -> None:
        """Show the columns of a dataset with so many rows."""
        self._rows = rows
        self.set_rows(columns)
        shown = min(len(columns), MOST_SHOWN)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, why a column is what it is can be read without a tool tip."""
        super().resizeEvent(event)
        self.setColumnWidth(0, min(max(event.size().width() * 3 // 10, 200), 420))

    def _columns(self) -> list[Column]:
        return [
            Column(
                "name",
                translate("ColumnsTable", "Column"),
                lambda row: row.name,
                width=218,
                tip=lambda row: "\n".join((row.name, *reasons_of(row))),
                delegate=_NameDelegate(),
            ),
            Column(
                "kind",
                translate("ColumnsTable", "Kind"),
                lambda row: kind_of_column(row.kind),
                width=82,
                tip=lambda row: "\n".join(reasons_of(row)),
            ),
            Column(
                "missing",
                translate("ColumnsTable", "Missing"),
                lambda row: share(row.missing / self._rows, 1 if row.missing else 0) if self._rows else "–",
                sort=lambda row: row.missing,
                right=True,
                width=74,
                colour=lambda row: "warning" if row.missing else "dim",
                tip=lambda row: translate("ColumnsTable", "{count} rows").format(count=number(row.missing)),
            ),
            Column(
                "distinct",
                translate("ColumnsTable", "Distinct"),
                lambda row: number(row.distinct),
                sort=lambda row: row.distinct,
                right=True,
                width=74,
            ),
            Column(
                "sketch",
                translate("ColumnsTable", "Distribution"),
                lambda row: "",
                width=104,
                delegate=_SketchDelegate(),
                tip=bars_in_words,
            ),
            Column("values", translate("ColumnsTable", "Values"), values_of, stretch=True, tip=values_of),
        ]


class _NameDelegate(QStyledItemDelegate):
    """Name and flags in the first line, why it is what it is in the second."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        column, area = index.data(ROW_ROLE), option.rect.adjusted(8, 5, -6, -5)
        flags = flags_of(column)
        room = area.width() - sum(badge_width(flag) + 4 for flag in flags)
        painter.save()
        painter.setFont(words(BODY))
        painter.setPen(theme().colour("text"))
        name = painter.fontMetrics().elidedText(column.name, Qt.TextElideMode.ElideRight, max(room, 40))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), name)
        left = area.left() + painter.fontMetrics().horizontalAdvance(name) + 8
        for flag in flags:
            paint_badge(painter, QRectF(left, area.top() - 1, badge_width(flag), 19), flag, "warning")
            left += badge_width(flag) + 4
        painter.setFont(words(CAPTION))
        painter.setPen(theme().colour("dim"))
        why = painter.fontMetrics().elidedText(
            " ".join(reasons_of(column)), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), why)
        painter.restore()

    def displayText(self, value: object, locale: object) -> str:
        return ""  # it is painted; the words are there for screen readers and sorting


class _SketchDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        column = index.data(ROW_ROLE)
        area = QRectF(option.rect).adjusted(8, 10, -8, -9)
        paint_bars(painter, area, [bar.count for bar in column.bars])
