"""The page of one job that is made of runs: a view for the job it is asked to show, one at a time."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.group.view import GroupView
from gui.widgets.empty_page import EmptyPage

if TYPE_CHECKING:
    from gui.context import Context


class GroupPage(QWidget):
    """``shown`` with a job's id shows that job; without one, the job that was shown last."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view: GroupView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._empty = EmptyPage(
            self.tr("Nothing chosen"), self.tr("Choose a job in the list of runs."), self.tr("All runs")
        )
        self._empty.acted.connect(lambda: context.navigate("runs", None))
        self._layout.addWidget(self._empty)
        context.library.job_removed.connect(self._on_job_removed)

    def shown(self, job_id: str | None = None) -> None:
        if job_id is not None and (self.view is None or self.view.job_id != job_id):
            self._let_go()
            self.view = GroupView(self._context, job_id)
            self._layout.addWidget(self.view)
            self._empty.hide()
        if self.view is not None:
            self.view.state.watch_curves(True)

    def hidden(self) -> None:
        if self.view is not None:
            self.view.state.watch_curves(False)

    def _let_go(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            view.state.close_streams()
            self._layout.removeWidget(view)
            view.deleteLater()

    def _on_job_removed(self, job_id: str) -> None:
        if self.view is not None and self.view.job_id == job_id:
            self._let_go()
            self._empty.show()
