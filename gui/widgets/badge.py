"""The state of a run or endpoint as a word, a dot and a colour."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION, mix

_STATES: dict[str, tuple[str, str]] = {  # state → word, colour token
    "waiting": (QT_TRANSLATE_NOOP("State", "waiting"), "dim"),
    "starting": (QT_TRANSLATE_NOOP("State", "starting"), "accent"),
    "running": (QT_TRANSLATE_NOOP("State", "running"), "accent"),
    "pausing": (QT_TRANSLATE_NOOP("State", "pausing"), "warning"),
    "paused": (QT_TRANSLATE_NOOP("State", "paused"), "warning"),
    "stopping": (QT_TRANSLATE_NOOP("State", "stopping"), "warning"),
    "stopped": (QT_TRANSLATE_NOOP("State", "stopped"), "dim"),
    "finished": (QT_TRANSLATE_NOOP("State", "finished"), "good"),
    "failed": (QT_TRANSLATE_NOOP("State", "failed"), "bad"),
    "pruned": (QT_TRANSLATE_NOOP("State", "given up"), "dim"),  # by the engine, as others were better
    "budget": (QT_TRANSLATE_NOOP("State", "out of time"), "dim"),
    "ready": (QT_TRANSLATE_NOOP("State", "ready"), "good"),
    "loading": (QT_TRANSLATE_NOOP("State", "loading"), "accent"),
    "idle": (QT_TRANSLATE_NOOP("State", "idle"), "dim"),
    "restarting": (QT_TRANSLATE_NOOP("State", "restarting"), "warning"),
    "locked": (QT_TRANSLATE_NOOP("State", "locked"), "warning"),
}


def state_word(state: str) -> str:
    """The word for a state, in the window's language."""
    return QCoreApplication.translate("State", _STATES[state][0]) if state in _STATES else state


def state_colour(state: str) -> str:
    """The token a state is coloured with."""
    return _STATES[state][1] if state in _STATES else "dim"


class Badge(QWidget):
    """A pill: a dot and a word in one colour on its own tint."""

    def __init__(self, text: str = "", colour: str = "dim", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(words(CAPTION, QFont.Weight.DemiBold))
        self.setAccessibleName(text)
        theme().changed.connect(self.update)

    def set_text(self, text: str, colour: str) -> None:
        if (text, colour) == (self._text, self._colour):
            return
        self._text, self._colour = text, colour
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._text), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QRectF(self.rect()), self._text, self._colour)


class StateBadge(Badge):
    """A badge for a job's state."""

    def __init__(self, state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_state(state)

    def set_state(self, state: str) -> None:
        self.set_text(state_word(state), state_colour(state))
        if not state:
            self.hide()
        elif self.parent() is not None:  # else it would open a window of its own
            self.show()


def badge_width(text: str) -> int:
    """Room a badge with this text takes."""
    return round(QFontMetricsF(words(CAPTION, QFont.Weight.DemiBold)).horizontalAdvance(text)) + 36


def paint_badge(painter: QPainter, area: QRectF, text: str, colour: str) -> None:
    """Draw a badge into ``area``; tables use it too."""
    tokens = theme().tokens
    ink = tokens.colour(colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(ink, tokens.panel, 0.16)))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setBrush(QColor(ink))
    painter.drawEllipse(QPointF(area.left() + 14, area.center().y()), 4, 4)
    painter.setPen(QColor(ink))
    painter.setFont(words(CAPTION, QFont.Weight.DemiBold))
    painter.drawText(area.adjusted(23, 0, -6, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()
