"""All runs as a table's rows, kept up to date one by one; and what of them a filter lets through."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from gui.forms.labels import model_words, task_words
from gui.i18n.amounts import ago, duration
from gui.widgets.badge import state_word
from gui.widgets.cells import ID, SORT, VALUE
from gui.widgets.chart_axis import figure
from gui.widgets.item_model import ItemModel
from gui.widgets.phase_words import phase_words

if TYPE_CHECKING:
    from engine.schema.job import Job

STATE, NAME, TASK, MODEL, PROGRESS, LOSS, CURVE, TIME, DEVICES, CREATED = range(10)
ACTIVE = frozenset({"waiting", "starting", "running", "pausing", "paused", "stopping"})
_ORDER = ("running", "starting", "pausing", "stopping", "waiting", "paused", "failed", "stopped", "finished")
_BAR = {"finished": "good", "failed": "bad", "stopped": "dim", "paused": "warning"}


class RunsModel(ItemModel):
    """Rows in the order they came; the proxy sorts."""

    right = (LOSS,)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, int] = {}
        self._titles = (
            self.tr("State"), self.tr("Name"), self.tr("Task"), self.tr("Model"), self.tr("Progress"),
            self.tr("Loss"), self.tr("Curve"), self.tr("Time"), self.tr("Devices"), self.tr("Created"),
        )  # fmt: skip

    def set_jobs(self, jobs: "list[Job]") -> None:
        self._rows = {job.id: row for row, job in enumerate(jobs)}
        self.set_items(jobs)

    def put(self, job: "Job") -> None:
        """Show a job anew, or for the first time."""
        row = self._rows.get(job.id)
        if row is not None:
            self._items[row] = job
            self.dataChanged.emit(self.index(row, 0), self.index(row, CREATED))
            return
        self.beginInsertRows(QModelIndex(), len(self._items), len(self._items))
        self._rows[job.id] = len(self._items)
        self._items.append(job)
        self.endInsertRows()

    def remove(self, job_id: str) -> None:
        row = self._rows.get(job_id)
        if row is None:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._items[row]
        self._rows = {job.id: number for number, job in enumerate(self._items)}
        self.endRemoveRows()

    def job(self, row: int) -> "Job":
        return self._items[row]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job, column = self._items[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(job, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(job, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(column)
            case _ if role == VALUE:
                return _drawn(job, column)
            case _ if role == SORT:
                return _sorted_by(job, column)
            case _ if role == ID:
                return job.id
        return None

    def _text(self, job: "Job", column: int) -> str:
        match column:
            case 0:
                return state_word(str(job.state))
            case 1:
                return self.tr("{0} (trial)").format(job.name) if job.trial else job.name
            case 2:
                return task_words(job.spec.task)
            case 3:
                return model_words(job.spec.model.name)
            case 4:
                share = share_done(job)
                return "" if share is None else f"{share:.0%}"
            case 5:
                return figure(_loss(job)) if _loss(job) is not None else ""
            case 6:
                return ""
            case 7:
                return self._time(job)
            case 8:
                return _devices(job)
            case _:
                return ago(job.created)

    def _time(self, job: "Job") -> str:
        if job.state in ("starting", "running"):
            left = job.progress.seconds_left
            return (
                self.tr("{0} left").format(duration(left))
                if left is not None
                else phase_words(job.progress.phase)
            )
        if job.started and job.ended:
            return duration(job.ended - job.started)
        return ""

    def _tip(self, job: "Job", column: int) -> str | None:
        if column == NAME:
            # A tool tip guesses whether it is markup; a name must not be.
            return job.name.replace("<", "‹").replace(">", "›")
        if column == CREATED:
            return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(job.created))
        return None


class RunsFilter(QSortFilterProxyModel):
    """Lets through what has all the words in its name, task or model, and is in one of the states."""

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
        job = self.sourceModel().job(row)
        if self._states is not None and job.state not in self._states:
            return False
        told = f"{job.name} {job.spec.task} {job.spec.model.name} {job.spec.data.source} {job.id}".lower()
        return all(word in told for word in self._words)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        a, b = left.data(SORT), right.data(SORT)
        if a == b:
            return left.row() < right.row()
        return a < b


def share_done(job: "Job") -> float | None:
    """How much of a run is done; a finished one is done though it may have stopped early."""
    if job.state == "finished":
        return 1.0
    total = job.progress.total_steps
    return min(1.0, job.progress.step / total) if total else (0.0 if job.state == "waiting" else None)


def _loss(job: "Job") -> float | None:
    return job.progress.loss


def _devices(job: "Job") -> str:
    """cpu × 2, cuda:0."""
    devices = job.devices or job.spec.strategy.devices
    counted = {device: devices.count(device) for device in dict.fromkeys(devices)}
    return ", ".join(device if count == 1 else f"{device} × {count}" for device, count in counted.items())


def _drawn(job: "Job", column: int) -> Any:
    if column == STATE:
        return str(job.state)
    if column == PROGRESS:
        return (share_done(job), _BAR.get(str(job.state), "accent"))
    if column == CURVE:
        return list(job.progress.spark) or None
    return None


def _sorted_by(job: "Job", column: int) -> Any:
    match column:
        case 0:
            return (_ORDER.index(job.state) if job.state in _ORDER else len(_ORDER), job.position)
        case 1:
            return job.name.lower()
        case 2:
            return job.spec.task
        case 3:
            return job.spec.model.name
        case 4:
            return share_done(job) or 0.0
        case 5:
            loss = _loss(job)
            return float("inf") if loss is None else loss
        case 7:
            return job.progress.seconds_left or (
                (job.ended or 0.0) - (job.started or 0.0) if job.ended else 0.0
            )
        case 8:
            return _devices(job)
        case 9:
            return job.created
    return 0
