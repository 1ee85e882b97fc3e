"""All endpoints as a table's rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from gui.i18n.amounts import UNKNOWN, ago
from gui.pages.serve.runner_words import runner_name
from gui.widgets.badge import state_word
from gui.widgets.cells import ID, VALUE
from gui.widgets.item_model import ItemModel
from gui.widgets.tip import plain_tip

if TYPE_CHECKING:
    from engine.schema.job import Job

STATE, NAME, SERVES, ADDRESS, RUNNER, RATE, CREATED = range(7)
_WORST = (
    "failed",
    "locked",
    "restarting",
    "loading",
)  # states that an endpoint has when one of its models does


class EndpointsModel(ItemModel):
    """``rate_of`` gives the requests a second of an endpoint, by its id; None while nobody knows."""

    right = (RATE,)

    def __init__(self, rate_of: Callable[[str], float | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rate_of = rate_of
        self._titles = (
            self.tr("State"),
            self.tr("Name"),
            self.tr("Serves"),
            self.tr("Address"),
            self.tr("Runner"),
            self.tr("Requests /s"),
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

    def show_rates(self) -> None:
        """Ask for the rates anew."""
        if self._items:
            self.dataChanged.emit(self.index(0, RATE), self.index(len(self._items) - 1, RATE))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job, column = self._items[index.row()], index.column()
        state = state_of(job)
        if role == ID:
            return job.id
        if role == VALUE and column == STATE:
            return state
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(job, column, state)
        if role == Qt.ItemDataRole.ToolTipRole and column in (SERVES, ADDRESS):
            return plain_tip(self._text(job, column, state))
        return self.alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _text(self, job: "Job", column: int, state: str) -> str:
        match column:
            case 0:
                return state_word(state)
            case 1:
                return job.name
            case 2:
                return ", ".join(each.name for each in job.spec.models)
            case 3:
                return job.url or ""
            case 4:
                return ", ".join(
                    dict.fromkeys(runner_name(each.runner) for each in job.served if each.runner)
                )
            case 5:
                rate = self._rate_of(job.id) if job.state == "running" else None
                return UNKNOWN if rate is None else f"{rate:.1f}"
        return ago(job.created)


def state_of(job: "Job") -> str:
    """Of a running endpoint, the state of the model that is worst off."""
    if job.state != "running":
        return str(job.state)
    states = {each.state for each in job.served}
    worst = next((state for state in _WORST if state in states), None)
    return worst or ("idle" if states == {"idle"} else "ready")
