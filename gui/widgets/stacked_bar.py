"""Parts of a whole side by side in one bar, with a legend below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.theme.theme import theme
from gui.theme.tokens import mix
from gui.widgets.flow import FlowLayout
from gui.widgets.label import Label


@dataclass(frozen=True)
class Part:
    """One part; ``shown`` is its value in words, ``colour`` a token."""

    label: str
    value: float
    shown: str
    colour: str


class StackedBar(QWidget):
    """``total`` is what the full width stands for; the sum of the parts when None."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._bar = _Bar()
        self._legend = QWidget()
        self._flow = FlowLayout(self._legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        self._labels: list[tuple[Dot, Label, Label, QWidget]] = []

    def set_parts(self, parts: Sequence[Part], total: float | None = None) -> None:
        self._bar.set_parts(parts, total)
        while len(self._labels) < len(parts):
            self._add_legend()
        for index, (dot, name, value, row) in enumerate(self._labels):
            row.setVisible(index < len(parts))
            if index < len(parts):
                part = parts[index]
                dot.set_colour(part.colour)
                name.setText(part.label)
                value.setText(part.shown)
        self._legend.updateGeometry()

    def _add_legend(self) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        entry = (Dot(), Label("", "caption"), Label("", "caption"), row)
        for widget in entry[:3]:
            line.addWidget(widget)
        self._flow.addWidget(row)
        self._labels.append(entry)


class Dot(QWidget):
    """A coloured dot; words beside it say what it means."""

    def __init__(self, colour: str = "dim", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setFixedSize(9, 9)
        theme().changed.connect(self.update)

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(self._colour))
        painter.drawEllipse(QPointF(4.5, 4.5), 4, 4)


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Part] = ()
        self._total = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_parts(self, parts: Sequence[Part], total: float | None) -> None:
        self._parts = parts
        self._total = max(total or 0.0, sum(part.value for part in parts))
        self.setToolTip("\n".join(f"{part.label} {part.shown}" for part in parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(mix(tokens.line, tokens.raised, 0.35)))
        x = 0.0
        for part in self._parts if self._total else ():
            width = part.value / self._total * self.width()
            painter.fillRect(QRectF(x, 0, width, self.height()), theme().colour(part.colour))
            x += width
