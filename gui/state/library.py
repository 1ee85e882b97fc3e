"""Jobs, datasets, models and imports under way as the engine's change stream tells. No widgets."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.state.import_progress import ImportProgress, read_progress

if TYPE_CHECKING:
    from engine.schema.card import DatasetCard, ModelCard
    from engine.schema.job import Job
    from gui.client.connection import Connection
    from gui.client.door import StreamEvent


class Library(QObject):
    """What this home holds, by id. After a lost connection everything is told anew and what is gone goes."""

    job_changed = Signal(str)  # new or changed
    job_removed = Signal(str)
    job_moved = Signal(str, str, str)  # id, state before, state now: not for what the first lot tells
    datasets_changed = Signal()
    models_changed = Signal()
    imports_changed = Signal()
    synced = Signal()  # the first lot is complete

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: dict[str, Job] = {}
        self.datasets: dict[str, DatasetCard] = {}
        self.models: dict[str, ModelCard] = {}
        self.imports: dict[str, ImportProgress] = {}  # under way
        self.is_synced = False
        self._told: dict[str, set[str]] | None = None  # ids of the first lot, while it comes
        self._connection = connection
        self._following: Any = None
        connection.state_changed.connect(self._on_state_changed)

    def runs(self) -> "list[Job]":
        """Runs, and jobs made of runs in the place of theirs; newest first."""
        return _newest_first(job for job in self.jobs.values() if job.kind != "serve" and job.parent is None)

    def parts(self, group_id: str) -> "list[Job]":
        """The runs that a job is made of, by number."""
        parts = [job for job in self.jobs.values() if job.parent == group_id]
        return sorted(parts, key=lambda job: job.part.number if job.part else 0)

    def endpoints(self) -> "list[Job]":
        """Serve jobs, newest first."""
        return _newest_first(job for job in self.jobs.values() if job.kind == "serve")

    def active_jobs(self) -> "list[Job]":
        """Jobs that have processes now."""
        live = ("starting", "running", "pausing", "stopping")
        return [job for job in self.jobs.values() if job.state in live and not job.is_group]

    def apply(self, change: dict[str, Any]) -> None:
        """One line of the change stream."""
        noun, key, value = change["noun"], change["id"], change.get("value")
        if self._told is not None and value is not None:
            self._told.setdefault(noun, set()).add(key)
        match noun:
            case "job":
                self._apply_job(key, value)
            case "dataset":
                self._put(self.datasets, key, value, _dataset)
                self.datasets_changed.emit()
            case "model":
                self._put(self.models, key, value, _model)
                self.models_changed.emit()
            case "import":
                known = self.imports.get(key)
                self._put(self.imports, key, value, known.told if known else read_progress)
                self.imports_changed.emit()

    def begin_lot(self) -> None:
        """What comes now, until ``end_lot``, is everything there is."""
        self._told = {}

    def end_lot(self) -> None:
        """Forget what the lot did not name."""
        told, self._told = self._told or {}, None
        for key in self.jobs.keys() - told.get("job", set()):
            self._apply_job(key, None)
        if gone := self.datasets.keys() - told.get("dataset", set()):
            self.datasets = {key: card for key, card in self.datasets.items() if key not in gone}
            self.datasets_changed.emit()
        if gone := self.models.keys() - told.get("model", set()):
            self.models = {key: card for key, card in self.models.items() if key not in gone}
            self.models_changed.emit()
        if gone := self.imports.keys() - told.get("import", set()):
            self.imports = {key: each for key, each in self.imports.items() if key not in gone}
            self.imports_changed.emit()
        self.is_synced = True
        self.synced.emit()

    def _apply_job(self, key: str, value: dict[str, Any] | None) -> None:
        if value is None:
            if self.jobs.pop(key, None) is not None:
                self.job_removed.emit(key)
            return
        before, job = self.jobs.get(key), _job(value)
        self.jobs[key] = job
        self.job_changed.emit(key)
        if self._told is None and before is not None and before.state != job.state:
            self.job_moved.emit(key, before.state, job.state)

    @staticmethod
    def _put(cards: dict[str, Any], key: str, value: Any, read: Callable[[Any], Any]) -> None:
        if value is None:
            cards.pop(key, None)
        else:
            cards[key] = read(value)

    def _on_state_changed(self, state: str) -> None:
        """One stream for good: it goes on over lost connections, and another engine begins it anew by itself."""
        if state == "connected" and self._following is None:
            self._following = self._connection.follow("/v1/changes?revision=0", self._on_event, self._on_end)

    def _on_event(self, event: "StreamEvent") -> None:
        match event.name:
            case "reset":
                self.begin_lot()
            case "synced":
                self.end_lot()
            case _:
                self.apply(event.data)

    def _on_end(self, problems: tuple) -> None:
        """The engine refused the stream (too many are open, say): ask again with the next connection."""
        self._following = None


def _newest_first(jobs: "Iterable[Job]") -> "list[Job]":
    return sorted(jobs, key=lambda job: job.created, reverse=True)


def _job(value: dict[str, Any]) -> "Job":
    from engine.schema.job import Job

    return Job.model_validate(value)


def _dataset(value: dict[str, Any]) -> "DatasetCard":
    from engine.schema.card import DatasetCard

    return DatasetCard.model_validate(value)


def _model(value: dict[str, Any]) -> "ModelCard":
    from engine.schema.card import ModelCard

    return ModelCard.model_validate(value)
