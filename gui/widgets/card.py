"""A card: a framed panel with an optional title line."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gui.theme.tokens import CARD_PADDING
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label


class Card(QFrame):
    """Put content with ``add`` and ``add_layout``; ``add_action`` places something at the right of the title."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(CARD_PADDING + 2, CARD_PADDING, CARD_PADDING + 2, CARD_PADDING)
        self.body.setSpacing(8)
        self._title = Label(title, "heading", parent=self)
        self._subtitle = ElidedLabel(subtitle, "dim", parent=self)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        head.addLayout(self._actions)
        self._title.setVisible(bool(title))
        if title or subtitle:
            self.body.addLayout(head)
        else:  # a card without a head takes one when something is put into it
            self._head: QHBoxLayout | None = head
            return
        self._head = None

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        """Append a widget below what is there, and give it back."""
        self.body.addWidget(widget, stretch)
        return widget

    def add_layout(self, layout: QLayout, stretch: int = 0) -> None:
        self.body.addLayout(layout, stretch)

    def add_action(self, widget: QWidget) -> QWidget:
        """Place something at the right end of the title line."""
        self._show_head()
        self._actions.addWidget(widget)
        return widget

    def set_title(self, text: str) -> None:
        self._show_head()
        self._title.setText(text)
        self._title.setVisible(bool(text))
        self.setAccessibleName(text)

    def set_subtitle(self, text: str) -> None:
        self._show_head()
        self._subtitle.setText(text)

    def _show_head(self) -> None:
        if self._head is not None:
            self.body.insertLayout(0, self._head)
            self._head = None
