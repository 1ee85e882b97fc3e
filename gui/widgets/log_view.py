"""Text that grows at its end: a log to follow, search and copy. Plain text only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui.theme.fonts import mono
from gui.theme.theme import theme
from gui.widgets.label import Label

_MOST_LINES = 20_000
_MOST_MARKS = 500


class LogView(QWidget):
    """``source_chosen`` tells which of several logs is wanted; ``append`` puts more of it at the end."""

    source_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(mono())
        self.text.setProperty("role", "log")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMaximumBlockCount(_MOST_LINES)
        self.text.setPlaceholderText(self.tr("Nothing has been printed yet."))
        self.text.setAccessibleName(self.tr("Log"))
        self.sources = QComboBox()
        self.sources.setAccessibleName(self.tr("Which log"))
        self.sources.currentIndexChanged.connect(self._on_source_changed)
        self.follow = QCheckBox(self.tr("Follow"))
        self.follow.setChecked(True)
        self.follow.toggled.connect(lambda on: self._to_end() if on else None)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the log"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self._mark)
        self.search.returnPressed.connect(self.find_next)
        self._found = Label("", "caption")
        QShortcut(
            QKeySequence.StandardKey.Find,
            self,
            self.search.setFocus,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self.sources, self.search, self._found):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)

    @property
    def source(self) -> str:
        return self.sources.currentData() or ""

    def set_sources(self, sources: list[tuple[str, str]]) -> None:
        """(key, label) of each log; the chosen one stays chosen."""
        if sources == [
            (self.sources.itemData(i), self.sources.itemText(i)) for i in range(self.sources.count())
        ]:
            return
        chosen = self.source
        self.sources.blockSignals(True)
        self.sources.clear()
        for key, label in sources:
            self.sources.addItem(label, key)
        self.sources.setCurrentIndex(max(self.sources.findData(chosen), 0))
        self.sources.blockSignals(False)

    def clear(self) -> None:
        self.text.clear()

    def append(self, text: str) -> None:
        """Put text at the end; the view stays where a person is reading unless it follows."""
        if not text:
            return
        bar = self.text.verticalScrollBar()
        place = bar.value()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text.replace("\r\n", "\n").replace("\r", "\n"))
        if self.follow.isChecked():
            self._to_end()
        else:
            bar.setValue(place)
        if self.search.text():
            self._mark(self.search.text())

    def find_next(self) -> None:
        """Go to the next place where the searched words stand, and round again from the top."""
        wanted = self.search.text()
        if not wanted:
            return
        self.follow.setChecked(False)
        if not self.text.find(wanted):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(wanted)

    def _to_end(self) -> None:
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _mark(self, wanted: str) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        document = self.text.document()
        found = document.find(wanted) if wanted else QTextCursor()
        while wanted and not found.isNull() and len(marks) < _MOST_MARKS:
            marks.append(_marked(found))
            found = document.find(wanted, found, QTextDocument.FindFlag(0))
        self.text.setExtraSelections(marks)
        many = f"{len(marks)}+" if len(marks) == _MOST_MARKS else str(len(marks))
        self._found.setText(self.tr("{0} found").format(many) if wanted else "")

    def _on_source_changed(self) -> None:
        self.clear()
        self.source_chosen.emit(self.source)


def _marked(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    look = QTextCharFormat()
    tint = QColor(theme().colour("warning"))
    tint.setAlphaF(0.35)
    look.setBackground(tint)
    mark.cursor = cursor
    mark.format = look
    return mark
