"""A confusion matrix: rows are what is true, columns what was said, shades the share of the row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme

_HEAD = 22  # pixels for the line that names an axis
_LARGEST_CELL = 84


class ConfusionMatrix(QWidget):
    """``counts[true][said]``; labels are written as they are. ``cell_chosen`` tells what was true and what was said."""

    cell_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._counts: tuple[tuple[int, ...], ...] = ()
        self._current: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 160)
        theme().changed.connect(self.update)

    def set_counts(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        self._labels = tuple(map(str, labels))
        self._counts = tuple(tuple(int(count) for count in row) for row in counts)
        self._current = None
        self.setAccessibleName(self._said())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(words(11, tabular=True))
        metrics = QFontMetricsF(painter.font())
        left, top, cell, height = self._grid(metrics)
        painter.setPen(theme().colour("faint"))
        painter.drawText(QPointF(left, metrics.ascent() + 2), self.tr("predicted"))
        painter.drawText(QPointF(0, top - 6), self.tr("true"))
        for index, label in enumerate(self._labels):
            painter.setPen(theme().colour("dim"))
            wide = metrics.elidedText(label, Qt.TextElideMode.ElideRight, cell - 4)
            painter.drawText(
                QRectF(left + index * cell, top - _HEAD, cell, _HEAD), int(Qt.AlignmentFlag.AlignCenter), wide
            )
            high = metrics.elidedText(label, Qt.TextElideMode.ElideRight, left - 10)
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(QRectF(0, top + index * height, left - 8, height), flags, high)
        for true, row in enumerate(self._counts):
            for said, count in enumerate(row):
                area = QRectF(left + said * cell, top + true * height, cell, height).adjusted(1, 1, -1, -1)
                self._draw_cell(painter, area, count, sum(row), true == said)
                if (true, said) == self._current:
                    painter.setPen(QPen(theme().colour("accent"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(area, 4, 4)

    def _draw_cell(self, painter: QPainter, area: QRectF, count: int, total: int, right: bool) -> None:
        share = count / total if total else 0.0
        tint = QColor(theme().colour("accent" if right else "bad"))
        tint.setAlphaF(0.06 + 0.74 * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(theme().colour("on_accent" if share > 0.6 else "text"))
        text = f"{count:,}".replace(",", "\u202f")
        if area.height() > 38 and area.width() > 44:
            text += f"\n{share:.0%}"
        if area.width() > 18:
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)

    def _grid(self, metrics: QFontMetricsF) -> tuple[float, float, float, float]:
        """(left, top, width and height of a cell)."""
        longest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0.0)
        left = min(longest + 14, self.width() * 0.35)
        left = max(left, 40.0)
        top = 2.0 * _HEAD
        many = max(len(self._counts), 1)
        width = min((self.width() - left) / many, _LARGEST_CELL * 1.4)
        return left, top, width, min((self.height() - top) / many, _LARGEST_CELL)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._counts:
            place = self._cell_at(QPointF(event.pos()))
            if place is not None:
                QToolTip.showText(event.globalPos(), self._cell_said(*place), self)
                return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._cell_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._tell(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from cell to cell, Return chooses one."""
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        last = len(self._labels) - 1
        if event.key() in moves and last >= 0:
            true, said = self._current or (0, 0)
            down, across = moves[event.key()]
            self._current = (min(max(true + down, 0), last), min(max(said + across, 0), last))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current:
            self._tell(*self._current)
        else:
            super().keyPressEvent(event)

    def _tell(self, true: int, said: int) -> None:
        self._current = (true, said)
        self.update()
        self.cell_chosen.emit(self._labels[true], self._labels[said])

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """(true, said) under a place of the widget."""
        left, top, cell, height = self._grid(QFontMetricsF(words(11)))
        said, true = int((place.x() - left) // cell), int((place.y() - top) // height)
        inside = 0 <= said < len(self._labels) and 0 <= true < len(self._labels)
        return (true, said) if inside else None

    def _cell_said(self, true: int, said: int) -> str:
        # Labels come from files: as plain text, or a tool tip would read them as markup.
        text = self.tr("{0} of “{1}” were said to be “{2}”").format(
            self._counts[true][said], self._labels[true], self._labels[said]
        )
        return text.replace("<", "‹").replace(">", "›")

    def _said(self) -> str:
        right = sum(self._counts[i][i] for i in range(len(self._counts)))
        total = sum(map(sum, self._counts))
        return self.tr("Confusion matrix: {0} of {1} right").format(right, total)
