"""Small pictures of a dataset's image cells, fetched where somebody looks. No widgets."""

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from gui.client.connection import Connection

SIDE = 96  # pixels
KEPT = 600  # of 96 · 96 · 4 bytes: 22 MiB
IN_FLIGHT = 2  # of the four threads that ask the engine
WANTED = 60  # what waits; a person who scrolls on no longer needs the oldest


class Cell(NamedTuple):
    """One image: of which dataset, where, and how large at most."""

    dataset: str
    row: int
    column: str
    side: int = SIDE


class Thumbnails(QObject):
    """``came`` tells a cell whose picture is here now; one that cannot be had is an empty image."""

    came = Signal(object)  # Cell

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._images: OrderedDict[Cell, QImage] = OrderedDict()
        self._wanted: list[Cell] = []
        self._asked: set[Cell] = set()

    def image(self, cell: Cell) -> QImage | None:
        """The picture; None while it is on its way."""
        if cell in self._images:
            self._images.move_to_end(cell)
            return self._images[cell]
        if cell not in self._asked:
            if cell in self._wanted:
                self._wanted.remove(cell)
            self._wanted = [*self._wanted, cell][-WANTED:]
            self._send()
        return self._images.get(cell)

    def _send(self) -> None:
        """What was looked at last comes first."""
        while self._wanted and len(self._asked) < IN_FLIGHT:
            self._ask(self._wanted.pop())

    def _ask(self, cell: Cell) -> None:
        self._asked.add(cell)
        self._connection.call(
            lambda engine: engine.thumbnail(*cell),
            lambda png: self._put(cell, QImage.fromData(png)),
            lambda problems: self._put(cell, QImage()),
            self,
        )

    def _put(self, cell: Cell, image: QImage) -> None:
        self._asked.discard(cell)
        self._images[cell] = image
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        self.came.emit(cell)
        self._send()
