"""A thin bar that is filled to a share."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import theme
from gui.theme.tokens import mix

HEIGHT = 6


class MeterBar(QWidget):
    """``share`` is 0…1; None is unknown and leaves the bar empty."""

    def __init__(
        self,
        share: float | None = None,
        colour: str = "accent",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._share = share
        self._colour = colour
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_share(self, share: float | None, colour: str | None = None) -> None:
        self._share = share
        self._colour = colour or self._colour
        percent = "" if share is None else f" {share:.0%}"
        self.setAccessibleName(self._name + percent)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_meter(QPainter(self), QRectF(self.rect()), self._share, self._colour)


def paint_meter(painter: QPainter, area: QRectF, share: float | None, colour: str) -> None:
    """Draw a meter into ``area``; tables use it too."""
    tokens = theme().tokens
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(tokens.line, tokens.raised, 0.35)))
    radius = area.height() / 2
    painter.drawRoundedRect(area, radius, radius)
    if share:
        width = max(area.height(), area.width() * min(1.0, share))
        painter.setBrush(QColor(tokens.colour(colour)))
        painter.drawRoundedRect(QRectF(area.left(), area.top(), width, area.height()), radius, radius)
    painter.restore()
