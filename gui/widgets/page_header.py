"""The head of a page: breadcrumb, title, subtitle, a badge, and actions at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.elided_label import ElidedLabel


class PageHeader(QWidget):
    """``went_up`` tells that the breadcrumb was pressed."""

    went_up = Signal()

    def __init__(
        self, title: str, subtitle: str = "", breadcrumb: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._breadcrumb = Button(f"{breadcrumb} /", "breadcrumb", self)
        self._breadcrumb.setVisible(bool(breadcrumb))
        self._breadcrumb.clicked.connect(self.went_up)
        self._title = ElidedLabel(title, "title")
        self._subtitle = ElidedLabel(subtitle, "dim")
        self._beside = QHBoxLayout()
        self._beside.setSpacing(10)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(GAP)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._title)
        line.addLayout(self._beside)
        line.addWidget(self._subtitle, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._breadcrumb, 0, Qt.AlignmentFlag.AlignLeft)
        words.addLayout(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(words, 1)
        layout.addLayout(self._actions)
        self.setMinimumHeight(34)

    def set_title(self, text: str) -> None:
        self._title.setText(text)

    def set_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)

    def add_beside(self, widget: QWidget) -> QWidget:
        """Place something right after the title: a badge, a chip."""
        self._beside.addWidget(widget)
        return widget

    def add_action(self, widget: QWidget) -> QWidget:
        """Place a button at the right end."""
        self._actions.addWidget(widget)
        return widget


GAP = 12  # between actions
