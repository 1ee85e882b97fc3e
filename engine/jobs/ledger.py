"""Every job as it is now. A move is checked, written to the run directory and the store, then told.

Knows nothing of processes: who moves a job, and why, is decided elsewhere.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.jobs.changes import ChangeLog
from engine.jobs.fold import Fold
from engine.jobs.store import JobRow, Store, StoreUnwritable
from engine.schema.job import MOVES, Job, JobFile, State
from engine.schema.problem import UserError
from engine.schema.serve import ServeSpec
from engine.system.files import write_json
from engine.system.paths import Home, RunFiles

log = logging.getLogger(__name__)


class Ledger:
    """Jobs by id, under one lock that whoever reads and then moves must hold."""

    def __init__(self, home: Home, store: Store, changes: ChangeLog) -> None:
        self.lock = threading.RLock()
        self._home = home
        self._store = store
        self._changes = changes
        self._rows: dict[str, JobRow] = {}
        self._unwritten: set[str] = set()  # jobs whose newest row the store could not take

    def files(self, id: str) -> RunFiles:
        return self._home.run(id)

    def jobs(self) -> list[Job]:
        """In the order of the queue."""
        with self.lock:
            return sorted(
                (row.job for row in self._rows.values()), key=lambda job: (job.position, job.created)
            )

    def row(self, id: str) -> JobRow:
        with self.lock:
            if id not in self._rows:
                raise UserError("job_unknown", id=id)
            return self._rows[id]

    def parts(self, id: str) -> list[JobRow]:
        """The runs that a job is made of, in the order of their numbers."""
        with self.lock:
            rows = [row for row in self._rows.values() if row.job.parent == id]
        return sorted(rows, key=lambda row: row.job.part.number if row.job.part else 0)

    def job(self, id: str) -> Job:
        return self.row(id).job

    def by_request(self, request_id: str) -> Job | None:
        """The job an earlier copy of the same request made."""
        with self.lock:
            return next((row.job for row in self._rows.values() if row.request_id == request_id), None)

    def admit(self, row: JobRow) -> None:
        """Know a job whose directory is already on the disk."""
        with self.lock:
            self._store.put_job(row)
            self._rows[row.job.id] = row
            self._tell(row.job)

    def know(self, row: JobRow, is_news: bool) -> None:
        """Take over a job found at the start; written only when the store does not say the same."""
        with self.lock:
            self._rows[row.job.id] = row
            if is_news:
                self._put(row)
            self._tell(row.job)

    def allow(self, id: str, state: State) -> Job:
        """The job, when the table lets it go to ``state`` from where it is; raises UserError otherwise."""
        job = self.job(id)
        if state not in MOVES[job.state]:
            raise UserError("job_move_not_allowed", id=id, state=job.state.value, wanted=state.value)
        return job

    def move(self, id: str, state: State, **changes: Any) -> Job:
        """Take a job to another state, if the table of moves allows it."""
        with self.lock:
            job = self.allow(id, state)
            log.info("job %s: %s -> %s", id, job.state.value, state.value)
            return self.revise(id, state=state, **changes)

    def revise(self, id: str, **changes: Any) -> Job:
        """Change what is known of a job, durably, and tell it."""
        with self.lock:
            row = self._rows[id]
            row = row.model_copy(update={"job": row.job.model_copy(update=changes)})
            self._write_file(row)
            self._put(row)
            self._tell(row.job)
            return row.job

    def respec(self, id: str, spec: ServeSpec) -> Job:
        """Have an endpoint serve something else. Its server follows spec.json, so that is written first, and decides
        where the engine ends in between."""
        with self.lock:
            path = self.files(id).spec
            try:
                write_json(path, spec.model_dump(mode="json"))
            except OSError as error:
                raise UserError("home_unwritable", path=str(path), reason=str(error)) from error
            return self.revise(id, spec=spec, model=spec.model)

    def keep(self, id: str, *, durably: bool, fold: Fold | None = None, **private: Any) -> None:
        """Take over what the events add up to, untold; cheap unless it must be durable."""
        with self.lock:
            row = self._rows[id]
            if fold is not None:
                private |= {"fold": fold, "job": _with_fold(row.job, fold)}
            row = row.model_copy(update=private)
            if durably:
                self._put(row)
            else:
                self._rows[id] = row

    def tell(self, id: str) -> None:
        """Publish a job as it is now."""
        with self.lock:
            self._tell(self._rows[id].job)

    def remove(self, id: str) -> None:
        with self.lock:
            self._rows.pop(id, None)
            self._unwritten.discard(id)
            self._store.remove_job(id)
            self._changes.publish("job", id, None)

    def flush(self) -> None:
        """Write what the store could not take before; quiet when it still cannot."""
        with self.lock:
            for id in list(self._unwritten):
                self._put(self._rows[id])

    def last_position(self) -> float:
        with self.lock:
            return max((row.job.position for row in self._rows.values()), default=0.0)

    @contextmanager
    def holding(self, id: str) -> Iterator[Job]:
        """The job, unchanged by others until the block ends."""
        with self.lock:
            yield self.job(id)

    def _write_file(self, row: JobRow) -> None:
        try:
            write_json(self.files(row.job.id).job, job_file(row).model_dump(mode="json"))
        except OSError as error:  # the disk is full: the store and memory still know; the next move writes it
            log.error("job.json of %s could not be written: %s", row.job.id, error)

    def _put(self, row: JobRow) -> None:
        self._rows[row.job.id] = row
        try:
            self._store.put_job(row)
            self._unwritten.discard(row.job.id)
        except StoreUnwritable as error:
            if row.job.id not in self._unwritten:
                log.error("the database takes no writes: %s", error)
            self._unwritten.add(row.job.id)

    def _tell(self, job: Job) -> None:
        self._changes.publish("job", job.id, job.model_dump(mode="json"))


def _with_fold(job: Job, fold: Fold) -> Job:
    changes: dict[str, Any] = {"progress": fold.progress()}
    if job.kind == "serve":
        changes |= {"url": fold.url, "fingerprint": fold.fingerprint, "served": fold.served}
    if fold.metrics is not None:
        changes["metrics"] = fold.metrics
    return job.model_copy(update=changes)


def job_file(row: JobRow) -> JobFile:
    """What ``job.json`` says: enough to make the row again."""
    job = row.job
    return JobFile(
        id=job.id,
        created=job.created,
        position=job.position,
        state=job.state,
        attempt=job.attempt,
        devices=job.devices,
        trial=job.trial,
        error=job.error,
        name=job.name,
        request_id=row.request_id,
        started=job.started,
        ended=job.ended,
        parent=job.parent,
        part=job.part,
    )
