"""A large button with a title, a sentence and a line of figures; one of several is picked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget


class ChoiceCard(QPushButton):
    """Checkable; the figures below say what this choice costs, in good, warning or bad colour."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
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
        self._title, self._sentence, self._figures = _line("heading"), _line("caption"), _line("good")
        self._title.setText(title)
        self._sentence.setText(sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        for label in (self._title, self._sentence, self._figures):
            layout.addWidget(label)
        layout.addStretch()
        self._figures.hide()

    def set_figures(self, text: str, level: str = "good") -> None:
        """Say what the choice costs; ``level`` is good, warning, bad or caption."""
        self._figures.setText(text)
        self._figures.setProperty("role", level)
        self._figures.style().unpolish(self._figures)
        self._figures.style().polish(self._figures)
        self._figures.setVisible(bool(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.layout().heightForWidth(width)


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
