"""A short word in the corner of the window that goes by itself."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.label import Label
from gui.widgets.sign import Sign

SECONDS = {"error": 10, "warning": 8}
MARGIN = 20


class Toasts(QObject):
    """Shows words over a window, newest lowest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[QFrame] = []
        window.installEventFilter(self)

    def say(self, text: str, level: str = "info") -> None:
        toast = _Toast(text, level, self._window)
        self._shown.append(toast)
        toast.show()
        self._place()
        QTimer.singleShot(SECONDS.get(level, 5) * 1000, toast, lambda: self._remove(toast))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: QFrame) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - MARGIN
        for toast in reversed(self._shown):
            toast.adjustSize()
            bottom -= toast.height()
            toast.move(self._window.width() - toast.width() - MARGIN, bottom)
            toast.raise_()
            bottom -= 8


class _Toast(QFrame):
    def __init__(self, text: str, level: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.setAccessibleName(text)
        label = Label(text, wrap=True)
        label.setFixedWidth(min(360, label.fontMetrics().horizontalAdvance(text) + 8))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Sign(level))
        line.addWidget(label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(line)
