"""One field of a form: a label, the control under it, and under that what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.forms.editors import Editor, schema_text
from gui.forms.fields import FieldView


class FieldCell(QWidget):
    """A label, the control under it, and under that what is wrong with it."""

    def __init__(self, view: FieldView, path: str, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self.path, self.editor = view, path, editor
        title, help_text = schema_text(view.title), schema_text(view.help)
        self.label = QLabel(
            title, self
        )  # a child from the start: shown without a parent it would be a window
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "caption")
        self.label.setToolTip(help_text)
        self.label.setBuddy(editor.control)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.hide()
        self.label.setVisible(not editor.has_own_titles)
        self.label.setMinimumWidth(1)  # a long title does not widen its column
        editor.name(title, help_text)
        editor.setObjectName(path)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self._words)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_problem(self, words: str, severity: str) -> None:
        """Say a problem under the control; empty words clear it."""
        self._words.setText(words)
        self._words.setProperty("role", "bad" if severity == "error" else "warning")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._words.setVisible(bool(words))
        self.editor.set_invalid(bool(words) and severity == "error")

    @property
    def problem_text(self) -> str:
        return self._words.text()
