"""The theme in force: which tokens, and word of it when they change."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.theme.fonts import load_fonts, words
from gui.theme.palette import palette
from gui.theme.stylesheet import stylesheet
from gui.theme.tokens import DARK, LIGHT, Tokens

CHOICES = ("system", "dark", "light")


class Theme(QObject):
    """Applies tokens to the application; custom-painted widgets repaint on ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.tokens: Tokens = DARK
        self._installed = False
        self._worn: Tokens | None = None  # what the application is dressed in

    def install(self, choice: str = "system") -> None:
        """Dress the application, before the first widget; a second time only changes the choice."""
        if self._installed:
            self.choose(choice)
            return
        application = QApplication.instance()
        load_fonts()
        application.setStyle("Fusion")
        application.setFont(words())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._installed = True
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Switch to ``system``, ``dark`` or ``light``, at once and everywhere."""
        self.choice = choice if choice in CHOICES else "system"
        self.tokens = self._wanted()
        if not self._installed or self._worn is self.tokens:
            return
        self._worn = self.tokens
        application = QApplication.instance()
        application.setPalette(palette(self.tokens))
        application.setStyleSheet(stylesheet(self.tokens))
        self.changed.emit()

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Inside, what paints itself paints in the light theme: for pictures that leave the window."""
        worn, self.tokens = self.tokens, LIGHT
        try:
            yield
        finally:
            self.tokens = worn

    def colour(self, name: str) -> QColor:
        """A token as a QColor: ``accent``, ``dim``, ``series1`` …"""
        return QColor(self.tokens.colour(name))

    def _wanted(self) -> Tokens:
        if self.choice != "system":
            return LIGHT if self.choice == "light" else DARK
        return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK

    def _on_system_scheme_changed(self) -> None:
        if self.choice == "system" and self._wanted() is not self.tokens:
            self.choose("system")


@cache
def theme() -> Theme:
    """The one theme of this process."""
    return Theme()
