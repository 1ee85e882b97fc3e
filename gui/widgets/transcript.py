"""Turns of a talk under each other; it follows the newest words while a person looks at the end."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.bubble import Bubble
from gui.widgets.label import Label
from gui.widgets.page import Scrolled

_NEAR = 24  # pixels from the end that still count as the end


class Transcript(Scrolled):
    """``add`` puts a turn at the end; ``empty`` is said while there is none."""

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bubbles: list[Bubble] = []
        self._follows = True
        self._empty = Label(empty, "faint", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self._empty)
        self.column.addStretch(1)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_moved)

    def add(self, side: str, name: str) -> Bubble:
        """A turn without words, at the end."""
        bubble = Bubble(side, name)
        self.bubbles.append(bubble)
        self.column.insertWidget(self.column.count() - 1, bubble)
        bubble.grew.connect(lambda: bubble.fit(self._room))
        bubble.fit(self._room)
        self._empty.hide()
        self._follows = True
        return bubble

    def cut(self, place: int) -> None:
        """Take this turn away, and those after it."""
        for bubble in self.bubbles[place:]:
            self.column.removeWidget(bubble)
            bubble.hide()
            bubble.deleteLater()
        del self.bubbles[place:]
        self._empty.setVisible(not self.bubbles)

    @property
    def follows(self) -> bool:
        """Whether new words are scrolled to."""
        return self._follows

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for bubble in self.bubbles:
            bubble.fit(self._room)

    @property
    def _room(self) -> int:
        return self.viewport().width() - 6

    def _on_range_changed(self, least: int, most: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(most)

    def _on_moved(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR
