"""Amounts as bars below one another, each with its name, its number and its share: the balance of classes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.i18n.amounts import number, share
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.meter_bar import paint_meter

_LINE = 22
_NAME, _FIGURES = 120, 116  # pixels at the left and right


class BarList(QWidget):
    """``set_amounts`` takes (name, count) pairs and what they are shares of."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._amounts: Sequence[tuple[str, int]] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self.update)

    def set_amounts(self, amounts: Sequence[tuple[str, int]], total: int) -> None:
        self._amounts, self._total = list(amounts), total
        said = ", ".join(f"{name} {share(self._share(count), 1)}" for name, count in amounts)
        self.setAccessibleName(f"{self._name}: {said}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, max(len(self._amounts), 1) * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(words(CAPTION, tabular=True))
        highest = max((count for _, count in self._amounts), default=0) or 1
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for place, (name, count) in enumerate(self._amounts):
            line = QRectF(0, place * _LINE, self.width(), _LINE)
            named = QRectF(line.left(), line.top(), _NAME, _LINE)
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 8)
            painter.setPen(theme().colour("text"))
            painter.drawText(named, middle | int(Qt.AlignmentFlag.AlignLeft), shown)
            room = line.adjusted(_NAME, 8, -_FIGURES, -8)
            paint_meter(painter, room, count / highest, "accent")
            painter.setPen(theme().colour("dim"))
            figures = f"{number(count)} · {share(self._share(count), 1)}"
            painter.drawText(line, middle | int(Qt.AlignmentFlag.AlignRight), figures)

    def _share(self, count: int) -> float:
        return count / self._total if self._total else 0.0
