"""Lets files and folders be dropped on a widget, and outlines it while one hovers."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui.theme.theme import theme


class FileDrop(QObject):
    """``dropped`` tells the path of each local file and folder; links to elsewhere are not taken."""

    dropped = Signal(object)  # Path

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._outline = QFrame(widget)
        self._outline.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._outline.hide()
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove if isinstance(
                event, QDragEnterEvent | QDropEvent
            ):
                if not _files_in(event.mimeData()):
                    return False
                event.acceptProposedAction()
                self._show_outline()
                return True
            case QEvent.Type.DragLeave:
                self._outline.hide()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._outline.hide()
                files = _files_in(event.mimeData())
                event.acceptProposedAction()
                for file in files:
                    self.dropped.emit(file)
                return bool(files)
        return False

    def _show_outline(self) -> None:
        if self._outline.isVisible():
            return
        self._outline.setStyleSheet(f"border: 2px dashed {theme().tokens.accent}; border-radius: 10px;")
        self._outline.setGeometry(self._widget.rect().adjusted(4, 4, -4, -4))
        self._outline.raise_()
        self._outline.show()


def _files_in(data: QMimeData) -> list[Path]:
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in paths if path.exists()]
