"""A large button with a title, a picture, a sentence and a line of figures; one of several is picked."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.widgets.layout_picture import LayoutPicture


class ChoiceCard(QPushButton):
    """Checkable; the figures below say what this choice costs, in good, warning or bad colour.

    A choice that cannot work is grey, takes the focus all the same so that everybody learns why, and
    cannot be picked: ``looked_at`` tells that it got the focus or a click, ``picked`` that it was chosen.
    """

    picked = Signal()
    looked_at = Signal()

    def __init__(
        self,
        title: str,
        sentence: str = "",
        picture: LayoutPicture | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as Button has it
        self.setProperty("kind", "choice")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # the sentence wraps
        self.setSizePolicy(policy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.impossible = ""  # why it cannot be picked
        self._spoken = sentence
        self._picture = picture
        self._title, self._sentence, self._figures = _line("heading"), _line("caption"), _line("good")
        self._title.setText(title)
        self._sentence.setText(sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        if picture is not None:
            layout.addSpacing(2)
            layout.addWidget(picture)
            layout.addSpacing(2)
        layout.addWidget(self._sentence)
        layout.addStretch()
        layout.addWidget(self._figures)
        self._figures.hide()
        self.clicked.connect(self._on_clicked)

    def set_figures(self, text: str, level: str = "good") -> None:
        """Say what the choice costs; ``level`` is good, warning, bad or caption."""
        if text == self._figures.text() and level == self._figures.property("role"):
            return
        self._figures.setText(text)
        self._figures.setProperty("role", level)
        self._figures.style().unpolish(self._figures)
        self._figures.style().polish(self._figures)
        self._figures.setVisible(bool(text))
        self._describe()
        self.updateGeometry()

    @property
    def figures(self) -> str:
        return self._figures.text()

    def set_impossible(self, why: str) -> None:
        """Grey it and keep why; an empty text lets it be picked again."""
        if why == self.impossible:
            return
        was, self.impossible = bool(self.impossible), why
        self.setToolTip(why)
        self._describe()
        if was != bool(why):
            self._dress(bool(why))

    def _dress(self, grey: bool) -> None:
        if self._picture is not None:
            self._picture.set_grey(grey)
        self.setCursor(Qt.CursorShape.ArrowCursor if grey else Qt.CursorShape.PointingHandCursor)
        self.setProperty("impossible", grey)
        for widget in (self, self._title, self._sentence, self._figures):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def nextCheckState(self) -> None:
        if not self.impossible:
            super().nextCheckState()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit()

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.layout().heightForWidth(width)

    def _on_clicked(self) -> None:
        (self.looked_at if self.impossible else self.picked).emit()

    def _describe(self) -> None:
        """What a screen reader says after the title."""
        parts = (self._spoken, self._figures.text(), self.impossible)
        self.setAccessibleDescription(" ".join(part for part in parts if part))


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
