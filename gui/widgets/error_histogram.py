"""How far answers were off, as bars around zero."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.chart_axis import figure, nice_step

BARS = 21  # at most; odd, so that one lies around zero
_BOTTOM, _TOP, _SIDE = 40, 8, 10  # pixels for the words of the axis


class ErrorHistogram(QWidget):
    """``title`` names the axis."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._errors: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 180)
        theme().changed.connect(self.update)

    def set_errors(self, errors: Sequence[float]) -> None:
        self._errors = tuple(errors)
        self.setAccessibleName(self._title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._errors:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(words(CAPTION - 1, tabular=True))
        plot = QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM)
        width, counts = bars_of(self._errors)
        step, highest = plot.width() / len(counts), max(counts)
        colour = theme().colour("accent")
        colour.setAlphaF(0.6)
        for place, count in enumerate(counts):
            height = plot.height() * count / highest
            painter.fillRect(
                QRectF(plot.left() + place * step + 1, plot.bottom() - height, step - 2, height), colour
            )
        self._paint_axis(painter, plot, width * len(counts) / 2)

    def _paint_axis(self, painter: QPainter, plot: QRectF, end: float) -> None:
        metrics = QFontMetricsF(painter.font())
        middle = plot.center().x()
        painter.setPen(QPen(theme().colour("faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(middle, plot.top()), QPointF(middle, plot.bottom()))
        painter.setPen(theme().colour("faint"))
        line = plot.bottom() + metrics.height()
        for x, text in ((plot.left(), figure(-end)), (middle, "0"), (plot.right(), figure(end))):
            width = metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, plot.left()), plot.right() - width)
            painter.drawText(QPointF(left, line), text)
        painter.setPen(theme().colour("dim"))
        below = QRectF(plot.left(), line + 4, plot.width(), metrics.height() + 4)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self._title)


def bars_of(errors: Sequence[float]) -> tuple[float, list[int]]:
    """(width of a bar, counts): an odd number of bars, the middle one around zero, reaching as far on both sides."""
    furthest = max(map(abs, errors)) or 1.0
    width = nice_step(2 * furthest / (BARS - 1))
    side = max(round(furthest / width), 1)
    counts = [0] * (2 * side + 1)
    for error in errors:
        counts[min(max(round(error / width) + side, 0), 2 * side)] += 1
    return width, counts
