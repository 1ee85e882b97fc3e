"""Text in one of the roles the style sheet knows: title, heading, dim, caption, faint, good, warning, bad, code, chip, mono."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.theme.fonts import mono, words
from gui.theme.tokens import BODY


class Label(QLabel):
    """Plain text: what users and files say is never read as markup."""

    def __init__(
        self, text: str = "", role: str = "", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role in ("mono", "code"):
            self.setFont(mono())
        if role:
            self.setProperty("role", role)

    def set_role(self, role: str) -> None:
        """Change the role of a label that is already shown."""
        if self.property("role") == role:
            return
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def set_selectable(self) -> "Label":
        """Let a person mark and copy the text, with the keyboard as well."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self

    def set_tabular(self) -> "Label":
        """Figures of equal width, so that a changing number does not tremble."""
        self.setFont(words(BODY, tabular=True))
        return self
