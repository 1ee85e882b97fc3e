"""The page of one run: makes a view for the run it is asked to show, and lets go of the one before."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.run.view import RunView
from gui.widgets.empty_page import EmptyPage

if TYPE_CHECKING:
    from gui.context import Context


class RunPage(QWidget):
    """``shown`` with a run's id shows that run; without one, the run that was shown last.

    A job that is made of runs has a page of its own, and is sent there.
    """

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view: RunView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyPage(
            self.tr("No run chosen"), self.tr("Choose one in the list of runs."), self.tr("All runs")
        )
        self._empty.acted.connect(lambda: context.navigate("runs", None))
        self._layout.addWidget(self._empty)
        context.library.job_changed.connect(self._send_on)
        context.library.job_removed.connect(self._on_job_removed)

    def shown(self, run_id: str | None = None) -> None:
        if run_id is None or (self.view is not None and self.view.job_id == run_id):
            return
        self._let_go()
        if self._is_group(run_id):
            self._context.navigate("group", run_id)
            return
        self.view = RunView(self._context, run_id)
        self._layout.addWidget(self.view)
        self._empty.hide()

    def _is_group(self, job_id: str) -> bool:
        job = self._context.library.jobs.get(job_id)
        return job is not None and job.is_group

    def _send_on(self, job_id: str) -> None:
        """It may have been asked for before the engine told what it is."""
        if self.view is not None and self.view.job_id == job_id and self._is_group(job_id):
            self._let_go()
            self._empty.show()
            self._context.navigate("group", job_id)

    def _let_go(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            view.close_streams()
            self._layout.removeWidget(view)
            view.deleteLater()

    def _on_job_removed(self, job_id: str) -> None:
        if self.view is not None and self.view.job_id == job_id:
            self._let_go()
            self._empty.show()
