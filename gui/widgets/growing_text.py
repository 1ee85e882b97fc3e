"""Text that is as high as it is long and grows at its end: a caret stands there while it does. Plain text only."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from gui.theme.theme import theme


class GrowingText(QPlainTextEdit):
    """Putting words at the end lays out the last paragraph alone, however long the text is."""

    height_changed = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "words")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setUndoRedoEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self._writing = False
        self._dim = 0  # letters at the beginning that are dim
        self._widest = 0.0  # pixels of the longest line, as far as anybody needs to know
        self.document().setDocumentMargin(0)
        theme().changed.connect(self._colour)

    def append(self, text: str) -> None:
        """Put text at the end; a selection stays."""
        start = max(self.document().blockCount() - 1, 0)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, QTextCharFormat())
        self._measure(start)
        self.height_changed.emit()

    def begin_with(self, text: str) -> None:
        """A dim beginning, after which ``append`` goes on."""
        self.append(text)
        self._dim = self.document().characterCount() - 1
        self._colour()

    def set_writing(self, writing: bool) -> None:
        """Show the caret at the end, or take it away."""
        if writing != self._writing:
            self._writing = writing
            self.viewport().update()

    def natural_width(self, most: float) -> int:
        """Pixels in which nothing need be broken, and no more than ``most``."""
        return round(min(self._widest + 12, most))  # room for the caret

    def sizeHint(self) -> QSize:
        return QSize(120, self.height_of_text())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.height_of_text())

    def height_of_text(self) -> int:
        """Pixels of all lines at the width it has."""
        return max(self.document().lineCount(), 1) * self.fontMetrics().lineSpacing() + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()
            self.height_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # what it stands in scrolls

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._writing:
            return
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        place = QRectF(self.cursorRect(end))
        painter = QPainter(self.viewport())
        painter.fillRect(
            QRectF(place.left() + 1, place.top() + 1, 7, place.height() - 2), theme().colour("text")
        )

    def _colour(self) -> None:
        look = QTextCharFormat()
        look.setForeground(theme().colour("dim"))
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._dim, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(look)
        self.viewport().update()

    def _lay_out(self) -> None:
        """Qt counts lines of paragraphs it has seen alone, until somebody asks for each."""
        block = self.document().begin()
        while block.isValid():
            self.blockBoundingRect(block)
            block = block.next()

    def _measure(self, start: int) -> None:
        """The width of the lines that are new or have grown."""
        enough = 4096.0
        block = self.document().findBlockByNumber(start)
        while block.isValid() and self._widest < enough:
            self.blockBoundingRect(block)
            self._widest = max(self._widest, self.fontMetrics().horizontalAdvance(block.text()[:1000]))
            block = block.next()
