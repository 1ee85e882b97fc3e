"""All endpoints as a table's rows."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from gui.i18n.amounts import ago
from gui.widgets.badge import state_word
from gui.widgets.cells import ID, VALUE
from gui.widgets.item_model import ItemModel

if TYPE_CHECKING:
    from engine.schema.job import Job

STATE, NAME, MODEL, ADDRESS, CREATED = range(5)


class EndpointsModel(ItemModel):
    """``names`` gives a model's name for its id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: dict[str, str] = {}
        self._titles = (
            self.tr("State"),
            self.tr("Name"),
            self.tr("Model"),
            self.tr("Address"),
            self.tr("Created"),
        )

    def set_jobs(self, jobs: "list[Job]") -> None:
        """Rows that stay the same rows keep their selection."""
        if [job.id for job in jobs] == [job.id for job in self._items]:
            self._items = jobs
            if jobs:
                self.dataChanged.emit(self.index(0, 0), self.index(len(jobs) - 1, CREATED))
            return
        self.set_items(jobs)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job = self._items[index.row()]
        state = "ready" if job.state == "running" else str(job.state)
        if role == ID:
            return job.id
        if role == VALUE and index.column() == STATE:
            return state
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            model = self.names.get(job.model or "", job.model or "")
            return (state_word(state), job.name, model, job.url or "", ago(job.created))[index.column()]
        return None
