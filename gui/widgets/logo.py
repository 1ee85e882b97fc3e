"""Modelyard's mark: a rounded square from blue to violet."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.system.paths import RESOURCES

_FROM, _TO = "#4c8dff", "#b57bee"


class Logo(QWidget):
    """The mark at a small size."""

    def __init__(self, size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_logo(QPainter(self), QRectF(self.rect()))


def paint_logo(painter: QPainter, area: QRectF) -> None:
    gradient = QLinearGradient(area.topLeft(), area.bottomRight())
    gradient.setColorAt(0, QColor(_FROM))
    gradient.setColorAt(1, QColor(_TO))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    radius = area.width() * 0.28
    painter.drawRoundedRect(area, radius, radius)


def logo_icon() -> QIcon:
    """The program's icon, for the window and the task bar."""
    icon = QIcon()
    for size in (16, 32, 48, 128):
        icon.addFile(str(RESOURCES / "icons" / f"modelyard-{size}.png"))
    return icon
