"""One row of a dataset in full: long texts, conversations turn by turn, the image as large as there is room."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.card import DatasetCard
from gui.i18n.amounts import number, size
from gui.state.conversation import turns_of
from gui.state.thumbnails import Cell, Thumbnails
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.rows_cells import paint_picture

SIDE = 384  # pixels of an image


class RowDialog(QDialog):
    """Shows the values of one row, in the order of the columns."""

    def __init__(
        self, card: DatasetCard, row: int, values: Sequence[Any], thumbnails: Thumbnails, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Row {number} of {name}").format(number=number(row + 1), name=card.name)
        self.setWindowTitle(title)
        self.resize(620, 560)
        scrolled = Scrolled()
        for column, value in zip(card.columns, values, strict=False):
            scrolled.column.addWidget(Label(column.name, "caption"))
            if column.kind == "image":
                scrolled.column.addWidget(_Image(thumbnails, Cell(card.id, row, column.name, SIDE)))
            elif column.kind == "messages":
                self._add_turns(scrolled, value)
            else:
                scrolled.column.addWidget(Label(_whole(value), wrap=True).set_selectable())
        scrolled.column.addStretch(1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(title, "heading"))
        layout.addWidget(scrolled, 1)
        layout.addLayout(foot)

    @staticmethod
    def _add_turns(scrolled: Scrolled, value: Any) -> None:
        for turn in turns_of(value):
            frame = QFrame()
            frame.setProperty("role", "notice")
            lines = QVBoxLayout(frame)
            lines.setContentsMargins(12, 8, 12, 9)
            lines.setSpacing(2)
            lines.addWidget(Label(turn.role, "caption"))
            lines.addWidget(Label(turn.text, wrap=True).set_selectable())
            scrolled.column.addWidget(frame)


class _Image(QWidget):
    def __init__(self, thumbnails: Thumbnails, cell: Cell) -> None:
        super().__init__()
        self._thumbnails, self._cell = thumbnails, cell
        thumbnails.came.connect(self._on_picture)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def _on_picture(self, cell: Cell) -> None:
        if cell == self._cell:
            self._fit()
            self.update()

    def _fit(self) -> None:
        image = self._thumbnails.image(self._cell)
        known = image is not None and not image.isNull()
        self.setFixedSize(image.size() if image is not None and known else QSize(96, 96))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_picture(QPainter(self), QRectF(self.rect()), self._thumbnails.image(self._cell))


def _whole(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case {"bytes": count}:
            return size(count)
    return str(value)
