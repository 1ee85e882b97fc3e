"""The columns of a dataset: kind and why, gaps, distinct values, a sketch of the distribution."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.schema import card as schema
from gui.client.words import say_reason
from gui.i18n.amounts import figure, number, share
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION
from gui.widgets.badge import badge_width, paint_badge
from gui.widgets.column_sketch import paint_bars
from gui.widgets.data_table import ROW_ROLE, Column, DataTable

_KINDS = {
    "number": QT_TRANSLATE_NOOP("ColumnsTable", "number"),
    "category": QT_TRANSLATE_NOOP("ColumnsTable", "category"),
    "date": QT_TRANSLATE_NOOP("ColumnsTable", "date"),
    "text": QT_TRANSLATE_NOOP("ColumnsTable", "text"),
    "boolean": QT_TRANSLATE_NOOP("ColumnsTable", "yes/no"),
    "image": QT_TRANSLATE_NOOP("ColumnsTable", "image"),
    "messages": QT_TRANSLATE_NOOP("ColumnsTable", "messages"),
    "empty": QT_TRANSLATE_NOOP("ColumnsTable", "empty"),
}
ROW_HEIGHT = 46  # two lines
MOST_SHOWN = 12  # rows before the table scrolls by itself

translate = QCoreApplication.translate


def kind_of_column(kind: str) -> str:
    """A kind of column in the language of the window; an unknown one is called by its key."""
    return translate("ColumnsTable", _KINDS.get(kind, kind))


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
                tip=lambda row: "\n".join((row.name, *_reasons(row))),
                delegate=_NameDelegate(),
            ),
            Column(
                "kind",
                translate("ColumnsTable", "Kind"),
                lambda row: kind_of_column(row.kind),
                width=82,
                tip=lambda row: "\n".join(_reasons(row)),
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
                tip=_bars_in_words,
            ),
            Column("values", translate("ColumnsTable", "Values"), _values_of, stretch=True, tip=_values_of),
        ]


def _reasons(column: schema.Column) -> list[str]:
    return [say_reason(reason.code, reason.params) for reason in column.why]


def _flags(column: schema.Column) -> list[str]:
    flags = (
        (column.constant, translate("ColumnsTable", "constant")),
        (column.id_like, translate("ColumnsTable", "like an id")),
    )
    return [words_of_flag for is_set, words_of_flag in flags if is_set]


class _NameDelegate(QStyledItemDelegate):
    """Name and flags in the first line, why it is what it is in the second."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        column, area = index.data(ROW_ROLE), option.rect.adjusted(8, 5, -6, -5)
        flags = _flags(column)
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
            " ".join(_reasons(column)), Qt.TextElideMode.ElideRight, area.width()
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


def _values_of(column: schema.Column) -> str:
    """Range and mean of numbers and dates, lengths of texts, sides of images, examples of the rest."""
    examples = ", ".join(" ".join(example.split())[:60] for example in column.examples[:4])
    match column.kind:
        case "number":
            return translate("ColumnsTable", "{low} … {high} · mean {mean}").format(
                low=_bound(column.minimum), high=_bound(column.maximum), mean=amount(column.mean)
            )
        case "date":
            return f"{_bound(column.minimum)} … {_bound(column.maximum)}"
        case "image" if column.widths and column.heights:
            sides = translate("ColumnsTable", "{widths} wide · {heights} high, pixels")
            return sides.format(widths=_spread(column.widths), heights=_spread(column.heights))
        case "text" | "messages" if column.lengths:
            lengths = translate("ColumnsTable", "{low} … {high} characters, {mean} on average").format(
                low=number(column.lengths.minimum),
                high=number(column.lengths.maximum),
                mean=number(column.lengths.mean),
            )
            return f"{lengths} · {examples}" if examples else lengths
    return examples


def _spread(spread: schema.Spread) -> str:
    return f"{number(spread.minimum)} … {number(spread.maximum)}"


def _bars_in_words(column: schema.Column) -> str:
    return "\n".join(f"{bar.label}: {number(bar.count)}" for bar in column.bars[:20])


def _bound(value: float | str | None) -> str:
    return value if isinstance(value, str) else amount(value)


def amount(value: float | None) -> str:
    """A large number in whole figures, a small one in a few."""
    return number(value) if value is not None and abs(value) >= 10_000 else figure(value)
