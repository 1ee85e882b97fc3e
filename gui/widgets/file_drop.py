"""Lets files be dropped on a widget; the widget draws its own outline while one hovers."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """``dropped`` tells the path of each local file; links to elsewhere are not taken."""

    dropped = Signal(object)  # Path
    hovering = Signal(bool)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
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
                self.hovering.emit(True)
                return True
            case QEvent.Type.DragLeave:
                self.hovering.emit(False)
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self.hovering.emit(False)
                files = _files_in(event.mimeData())
                event.acceptProposedAction()
                for file in files:
                    self.dropped.emit(file)
                return bool(files)
        return False


def _files_in(data: QMimeData) -> list[Path]:
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in paths if path.is_file()]
