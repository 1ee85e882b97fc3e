"""The images of a dataset: how large they are, some of them, and how many could not be opened."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.schema.card import DatasetCard, Spread
from gui.i18n.amounts import number
from gui.state.dataset_kind import image_column
from gui.state.thumbnails import Cell, Thumbnails
from gui.widgets.card import Card
from gui.widgets.facts import Facts
from gui.widgets.rows_cells import paint_picture

SHOWN = 24  # images, drawn from the whole dataset at even distances
_SIDE, _GAP = 58, 6  # pixels


class ImagesCard(Card):
    """Hidden where there are no images."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Images"), parent=parent)
        self._facts = Facts()
        self._strip = _Strip(thumbnails)
        self.add(self._facts)
        self.add(self._strip)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset's images."""
        name = image_column(card)
        self.setVisible(name is not None)
        if name is None:
            return
        column = next(column for column in card.columns if column.name == name)
        broken = sum(row.reason.startswith("image") for row in card.refused)
        more = "+" if card.refused_count > len(card.refused) else ""
        self._facts.set_rows(
            [
                (self.tr("Width"), _pixels(column.widths)),
                (self.tr("Height"), _pixels(column.heights)),
                (self.tr("Broken or missing"), f"{number(broken)}{more}"),
            ]
        )
        self._strip.show_dataset(card, name)


class _Strip(QWidget):
    """As many images as the line has room for."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._cells: list[Cell] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Some of the images"))
        thumbnails.came.connect(lambda cell: self.update())

    def show_dataset(self, card: DatasetCard, column: str) -> None:
        count = min(SHOWN, card.rows)
        self._cells = [Cell(card.id, place * card.rows // count, column) for place in range(count)]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fitting = (self.width() + _GAP) // (_SIDE + _GAP)
        for place, cell in enumerate(self._cells[: int(fitting)]):
            area = QRectF(place * (_SIDE + _GAP), 0, _SIDE, _SIDE)
            paint_picture(painter, area, self._thumbnails.image(cell))


def _pixels(spread: Spread | None) -> str:
    if spread is None:
        return "–"
    return f"{number(spread.minimum)} … {number(spread.maximum)} px · ∅ {number(spread.mean)}"
