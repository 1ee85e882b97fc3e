"""Text that is as high as it is long and grows at its end: a caret stands there while it does. Plain text only."""

from math import ceil

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from gui.theme.theme import theme

_WIDE_ENOUGH = 4096.0  # pixels: no window has more room for a line
_LETTERS_SEEN = 1000  # of a paragraph
_LONGEST = 2000  # letters of a paragraph: a longer one is cut, for Qt lays it out from its beginning for each new word
_GOES_ON = 1  # the state of a paragraph that goes on with the one before


class GrowingText(QPlainTextEdit):
    """Putting words at the end lays out the last paragraph alone, and none is long, however long the text is."""

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
        self._heights: list[
            float
        ] = []  # pixels of each paragraph: lines of other scripts are higher than Latin ones
        self._height = 0.0  # of them all
        self.document().setDocumentMargin(0)
        theme().changed.connect(self._colour)

    def append(self, text: str) -> None:
        """Put text at the end; a selection stays."""
        start = max(self.document().blockCount() - 1, 0)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for place in range(0, len(text), _LONGEST):
            if cursor.block().length() > _LONGEST:
                cursor.insertBlock()
                cursor.block().setUserState(_GOES_ON)
            cursor.insertText(text[place : place + _LONGEST], QTextCharFormat())
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
        return ceil(max(self._height, self.fontMetrics().lineSpacing())) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure(0)
            self.height_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # what it stands in scrolls

    def createMimeDataFromSelection(self) -> QMimeData:
        """Text as it was written: cuts of long paragraphs are no line breaks."""
        chosen, piece, copied = self.textCursor(), QTextCursor(self.document()), QMimeData()
        start, end = chosen.selectionStart(), chosen.selectionEnd()
        block, parts = self.document().findBlock(start), []
        while block.isValid() and block.position() <= end:
            if block.position() > start and block.userState() != _GOES_ON:
                parts.append("\n")
            piece.setPosition(max(start, block.position()))
            piece.setPosition(
                min(end, block.position() + block.length() - 1), QTextCursor.MoveMode.KeepAnchor
            )
            parts.append(piece.selectedText())
            block = block.next()
        copied.setText("".join(parts))
        return copied

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

    def _measure(self, start: int) -> None:
        """Lay out the paragraphs from ``start`` on: they are new, have grown, or have another width."""
        self._height -= sum(self._heights[start:])
        del self._heights[start:]
        block = self.document().findBlockByNumber(start)
        while block.isValid():
            height = self.blockBoundingRect(block).height()
            self._heights.append(height)
            self._height += height
            if self._widest < _WIDE_ENOUGH:
                wide = self.fontMetrics().horizontalAdvance(block.text()[:_LETTERS_SEEN])
                self._widest = max(self._widest, wide)
            block = block.next()
