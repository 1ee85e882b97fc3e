"""Images of the test part with the model's answers, worst first."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.report import AnswerRows, Example
from gui.i18n.amounts import number
from gui.pages.report.rows_card import said
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.flow import FlowLayout
from gui.widgets.label import Label

if TYPE_CHECKING:
    from gui.client.connection import Connection

_SIDE = 84  # pixels of a picture
_MOST = 60


class PicturesCard(Card):
    """``all_wanted`` tells that a cell is no longer asked for."""

    all_wanted = Signal()

    def __init__(self, connection: "Connection", parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Answers, worst first"), " ", parent)
        self._connection = connection
        self._all = Button(self.tr("Show all rows"))
        self._all.clicked.connect(self.all_wanted)
        self.add_action(self._all)
        self._all.hide()
        inside = QWidget()
        self._flow = FlowLayout(inside, 14, 12)
        self.add(inside)

    def show_rows(self, dataset: str, column: str, rows: AnswerRows, cell: tuple[str, str] | None) -> None:
        """Fetch the pictures of these rows, a few dozen at most."""
        self._all.setVisible(cell is not None)
        shown = rows.examples[:_MOST]
        self.set_subtitle(
            self.tr("{shown} of {total} rows").format(shown=number(len(shown)), total=number(rows.total))
        )
        while item := self._flow.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        for example in shown:
            picture = _Picture(example)
            self._flow.addWidget(picture)
            self._connection.call(
                partial(_thumbnail, dataset, column, example.row), picture.show_bytes, None, picture
            )
        self.updateGeometry()


def _thumbnail(dataset: str, column: str, row: int, engine) -> bytes:  # type: ignore[no-untyped-def]
    return engine.thumbnail(dataset, row, column, 2 * _SIDE)


class _Picture(QWidget):
    def __init__(self, example: Example) -> None:
        super().__init__()
        self.setFixedWidth(_SIDE + 36)
        self._image = Label("…", "faint")
        self._image.setFixedSize(_SIDE, _SIDE)
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        right = example.truth == example.answer
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._image)
        layout.addWidget(Label(said(example.truth), "caption"))
        layout.addWidget(Label(("✓ " if right else "✗ ") + said(example.answer), "good" if right else "bad"))
        self.setToolTip(f"{said(example.truth)} → {said(example.answer)}")
        self.setAccessibleName(self.toolTip())

    def show_bytes(self, image: bytes) -> None:
        pixmap = QPixmap()
        if pixmap.loadFromData(image):
            ratio = self.devicePixelRatioF()
            side = round(_SIDE * ratio)
            pixmap = pixmap.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap.setDevicePixelRatio(ratio)
            self._image.setPixmap(pixmap)
