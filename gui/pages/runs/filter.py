"""What of the runs is let through, and in which order."""

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel

from gui.state.job_facts import model_name, run_of
from gui.widgets.cells import SORT
from gui.widgets.part_words import kind_words


class RunsFilter(QSortFilterProxyModel):
    """Lets through what has all the words in its name, task or model, and is in one of the states.

    What is folded beneath a job goes with it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._states: frozenset[str] | None = None
        self.setSortRole(SORT)
        self.setDynamicSortFilter(True)

    def set_text(self, text: str) -> None:
        self._words = text.lower().split()
        self.invalidate()

    def set_states(self, states: frozenset[str] | None) -> None:
        self._states = states
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        if parent.isValid():
            return True
        model = self.sourceModel()
        job = model.item(model.index(row, 0))
        if self._states is not None and job.state not in self._states:
            return False
        run = run_of(job.spec)
        kind = kind_words(job.kind) if job.is_group else ""
        told = f"{job.name} {run.task} {model_name(job.spec)} {run.data.source} {job.id} {kind}".lower()
        return all(word in told for word in self._words)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        a, b = left.data(SORT), right.data(SORT)
        if a == b:
            return left.row() < right.row()
        return a < b
