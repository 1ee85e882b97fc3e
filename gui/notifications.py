"""Tells a person that a run, or a job made of runs, has ended: by the system's notification where there is one, else in the window."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

from gui.context import Context
from gui.widgets.part_words import kind_words

ENDED = {"finished": "good", "failed": "error", "stopped": "info"}


class Notifications(QObject):
    """Listens to the library; says nothing of what had ended before the window opened."""

    def __init__(self, window: QMainWindow, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._tray: QSystemTrayIcon | None = None
        context.library.job_moved.connect(self._on_job_moved)

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()

    def _on_job_moved(self, key: str, before: str, now: str) -> None:
        job = self._context.library.jobs[key]
        if job.kind == "serve" and now == "failed":
            self._tell(self.tr("Serving “{0}” failed").format(job.name), "error")
        elif job.is_group and now in ENDED:
            self._tell(self._sentence_of_group(now).format(kind_words(job.kind), job.name), ENDED[now])
        elif job.kind == "train" and job.parent is None and now in ENDED:
            self._tell(self._sentence(now).format(job.name), ENDED[now])

    def _sentence(self, state: str) -> str:
        match state:
            case "finished":
                return self.tr("Run “{0}” has finished")
            case "failed":
                return self.tr("Run “{0}” failed")
        return self.tr("Run “{0}” was stopped")

    def _sentence_of_group(self, state: str) -> str:
        match state:
            case "finished":
                return self.tr("{0} “{1}”: all runs have ended")
            case "failed":
                return self.tr("{0} “{1}” failed")
        return self.tr("{0} “{1}” was stopped")

    def _tell(self, text: str, level: str) -> None:
        if not self._context.settings["notifications"]:
            return
        self._context.notify(text, level)
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._shown_tray().showMessage("Modelyard", text)

    def _shown_tray(self) -> QSystemTrayIcon:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip("Modelyard")
            self._tray.activated.connect(self._window.raise_)
        self._tray.show()
        return self._tray
