"""Named bars with the interval around each, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION, mix

LINE = 26  # pixels of a bar with its distance
_FIGURES = 156  # pixels for what is written behind a bar
_NAMES = 0.42  # most share of the width that names take


@dataclass(frozen=True)
class IntervalBar:
    """``value`` from ``low`` to ``high``; ``note`` stands dim behind the name, ``text`` behind the bar."""

    name: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    note: str = ""


class IntervalBars(QWidget):
    """Bars start at 0, or at the smallest value where some are below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[IntervalBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_bars(self, bars: Sequence[IntervalBar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleName(", ".join(f"{bar.name} {bar.text}" for bar in bars[:20]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, LINE * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, LINE * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_interval_bars(painter, QRectF(self.rect()), self._bars)


def paint_interval_bars(painter: QPainter, area: QRectF, bars: Sequence[IntervalBar]) -> None:
    """Draw the bars into ``area``, ``LINE`` pixels each; a saved report draws them too."""
    if not bars:
        return
    font, small = words(BODY), words(CAPTION, tabular=True)
    widest = max(
        QFontMetricsF(font).horizontalAdvance(bar.name) + QFontMetricsF(small).horizontalAdvance(bar.note) + 8
        for bar in bars
    )
    names = min(widest + 12, area.width() * _NAMES)
    track = QRectF(area.left() + names, area.top(), max(area.width() - names - _FIGURES, 20), LINE)
    highest = max(max(bar.value, bar.high or bar.value) for bar in bars)
    lowest = min(0.0, *(min(bar.value, bar.low if bar.low is not None else bar.value) for bar in bars))
    span = (highest - lowest) or 1.0
    for number, bar in enumerate(bars):
        line = track.translated(0, number * LINE)
        _paint_names(painter, QRectF(area.left(), line.top(), names - 10, LINE), bar)
        _paint_bar(painter, line, bar, lowest, span)
        painter.setFont(small)
        painter.setPen(theme().colour("dim"))
        behind = QRectF(line.right() + 10, line.top(), _FIGURES - 10, LINE)
        painter.drawText(behind, int(Qt.AlignmentFlag.AlignVCenter), bar.text)


def _paint_names(painter: QPainter, area: QRectF, bar: IntervalBar) -> None:
    note_width = QFontMetricsF(words(CAPTION)).horizontalAdvance(bar.note)
    painter.setFont(words(BODY))
    painter.setPen(theme().colour("text"))
    metrics = QFontMetricsF(painter.font())
    room = area.width() - (note_width + 8 if bar.note else 0)
    name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, max(room, area.width() * 0.4))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), name)
    painter.setFont(words(CAPTION))
    painter.setPen(theme().colour("faint"))
    behind = area.adjusted(metrics.horizontalAdvance(name) + 8, 0, 0, 0)
    note = QFontMetricsF(painter.font()).elidedText(bar.note, Qt.TextElideMode.ElideRight, behind.width())
    painter.drawText(behind, int(Qt.AlignmentFlag.AlignVCenter), note)


def _paint_bar(painter: QPainter, line: QRectF, bar: IntervalBar, lowest: float, span: float) -> None:
    def place(value: float) -> float:
        return line.left() + (value - lowest) / span * line.width()

    tokens = theme().tokens
    middle, start = line.center().y(), place(0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QPen(mix(tokens.accent, tokens.panel, 0.55)).color())
    left, right = sorted((start, place(bar.value)))
    painter.drawRoundedRect(QRectF(left, middle - 5, max(right - left, 1.5), 10), 2, 2)
    if bar.low is None or bar.high is None:
        return
    painter.setPen(QPen(theme().colour("text"), 1.2))
    painter.drawLine(QPointF(place(bar.low), middle), QPointF(place(bar.high), middle))
    for end in (bar.low, bar.high):
        painter.drawLine(QPointF(place(end), middle - 3), QPointF(place(end), middle + 3))
