"""How busy each core is: one small bar a core."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import theme

WIDTH, HEIGHT, GAP = 17, 34, 4


class CoreBars(QWidget):
    """Bars keep their size and wrap into lines; values are percent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cores: Sequence[float] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    def set_cores(self, cores: Sequence[float]) -> None:
        resized = len(cores) != len(self._cores)
        self._cores = cores
        self.setToolTip("\n".join(f"{index}: {busy:.0f} %" for index, busy in enumerate(cores[:64])))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(16 * (WIDTH + GAP), self.heightForWidth(16 * (WIDTH + GAP)))

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * (WIDTH + GAP), HEIGHT)

    def heightForWidth(self, width: int) -> int:
        lines = -(-max(1, len(self._cores)) // self._per_line(width))
        return lines * (HEIGHT + GAP) - GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        per_line = self._per_line(self.width())
        for index, busy in enumerate(self._cores):
            line, place = divmod(index, per_line)
            area = QRectF(place * (WIDTH + GAP), line * (HEIGHT + GAP), WIDTH, HEIGHT)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(area, 3, 3)
            filled = max(2.0, min(100.0, busy) / 100 * HEIGHT)
            painter.setBrush(QColor(tokens.good))
            painter.drawRoundedRect(area.adjusted(0, HEIGHT - filled, 0, 0), 2, 2)

    @staticmethod
    def _per_line(width: int) -> int:
        return max(1, (width + GAP) // (WIDTH + GAP))
