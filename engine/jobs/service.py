"""Everything the engine can be asked, as one object: it names the part that answers and holds no logic of its own.

Thread-safe; no call waits for a run. Routes call it, and nothing else does.
"""

import time
from pathlib import Path
from typing import Any

from engine.catalog.datasets import Datasets
from engine.catalog.models import Models
from engine.catalog.recipes import find_recipe, read_recipes, sample_path
from engine.catalog.reports import Reports
from engine.jobs.admission import Admission, Machine
from engine.jobs.aftermath import Aftermath
from engine.jobs.audit import Audit
from engine.jobs.changes import ChangeLog
from engine.jobs.endpoints import Access, Endpoints
from engine.jobs.groups.admitting import PartAdmission
from engine.jobs.groups.conductor import Conductor
from engine.jobs.groups.results import Results
from engine.jobs.groups.steering import Steering
from engine.jobs.history import History
from engine.jobs.keeper import Keeper
from engine.jobs.key_use import KeyUses
from engine.jobs.keys import Keys
from engine.jobs.ledger import Ledger
from engine.jobs.moves import Moves
from engine.jobs.reading import read_checkpoints, read_log
from engine.jobs.rebuild import load_rows
from engine.jobs.store import Store
from engine.jobs.warm_start import WarmStart
from engine.schema.api import (
    CheckpointRow,
    Key,
    LogPart,
    NewDataset,
    NewEndpoint,
    NewJob,
    NewKey,
    PartRow,
    Recipe,
    Rows,
    ServeRequest,
    Sniffed,
    SniffFile,
)
from engine.schema.card import DatasetCard, ModelCard
from engine.schema.job import ACTIVE, ENDED, Job
from engine.schema.plan import Check
from engine.schema.preview import StepsPreview, StepsRequest
from engine.schema.problem import UserError
from engine.schema.report import AnswerRows, Difference, Report
from engine.schema.serve import ServedSpec, ServeSpec
from engine.schema.source import data_of
from engine.schema.train import TrainSpec
from engine.system.folders import delete_folder, sweep_asides
from engine.system.paths import MAIN, Home, RunFiles

STOP_PATIENCE = 90.0  # longer than a shim waits for a checkpoint before it ends a run


class Service:
    """The engine without HTTP."""

    def __init__(self, home: Home, monitor: Machine, program: Path = MAIN) -> None:
        self.home = home.create()
        self.changes = ChangeLog()
        self._store = Store(home.database)
        self._datasets = Datasets(home, self._store, self.changes.publish)
        self._models = Models(home, self._store, self.changes.publish)
        self._reports = Reports(home)
        self._ledger = Ledger(home, self._store, self.changes)
        history = History(home)
        self._admission = Admission(home, self._ledger, self._datasets, self._models, monitor, history)
        aftermath = Aftermath(self._ledger, self._datasets, history, self._admission.facts)
        warm = WarmStart(home, program)
        self._keeper = Keeper(
            self._ledger, self._models, monitor, self._admission.plan, warm, program, aftermath.of
        )
        self._steering = Steering(self._ledger, Moves(self._ledger, self._keeper.wake))
        self._results = Results(self._ledger)
        parts = PartAdmission(self._ledger, self._datasets, self._admission)
        self._conductor = Conductor(self._ledger, self._steering, parts, self._drop, self._keeper.wake)
        self.audit = Audit(home, self._endpoint_files)
        self._key_uses = KeyUses(home, self._endpoint_files)
        self._keys = Keys(home, self._key_uses)
        self._endpoints = Endpoints(
            self._ledger, self._models, self._keys, self._admission.serving, self._admission.launch
        )

    # --- its own life

    def start(self) -> None:
        """Know what the home holds, find live runs again, and keep the queue going."""
        sweep_asides(self.home.runs)
        self._datasets.load()
        self._models.load()
        for row, is_news in load_rows(self.home, self._store):
            self._ledger.know(row, is_news)
        self._keys.open()
        self._keeper.start()
        self._conductor.start()

    def close(self) -> None:
        """Let go of everything; runs and endpoints go on."""
        self._conductor.close()
        self._keeper.close()
        self._store.close()

    def stop_all(self) -> None:
        """Stop every run after a checkpoint, end every endpoint, and wait for them. Waiting jobs stay in the queue."""
        self._keeper.drain()
        self._conductor.drain()
        self._steering.stop_all()
        deadline = time.monotonic() + STOP_PATIENCE
        while self._active() and time.monotonic() < deadline:
            self.changes.wait(self.changes.snapshot()[0], timeout=0.2)

    def _active(self) -> list[Job]:
        return [job for job in self._ledger.jobs() if job.state in ACTIVE]

    # --- jobs

    def check(self, spec: dict[str, Any]) -> Check:
        self._keeper.warm_up()  # somebody edits it, and will launch it
        return self._admission.check(spec)

    def submit(self, new: NewJob) -> Job:
        return self._moved(self._admission.submit(new))

    def jobs(self, kind: str | None = None) -> list[Job]:
        return [job for job in self._ledger.jobs() if kind in (None, job.kind)]

    def job(self, id: str) -> Job:
        return self._ledger.job(id)

    def files(self, id: str) -> RunFiles:
        self._ledger.job(id)
        return self._ledger.files(id)

    def rename(self, id: str, name: str) -> Job:
        self._ledger.job(id)
        return self._ledger.revise(id, name=name)

    def pause(self, id: str) -> Job:
        return self._moved(self._steering.pause(id))

    def resume(self, id: str) -> Job:
        return self._moved(self._steering.resume(id))

    def retry(self, id: str) -> Job:
        with self._ledger.holding(id) as job:
            self._admission.serving.allow_again(job)
            job = self._steering.retry(id)
        self._keeper.hurry(id)
        return self._moved(job)

    def checkpoint(self, id: str) -> Job:
        return self._steering.checkpoint(id)

    def stop(self, id: str, now: bool = False) -> Job:
        return self._moved(self._steering.stop(id, now))

    def move(self, id: str, before: str | None) -> Job:
        return self._moved(self._steering.place(id, before))

    def delete(self, id: str, with_model: bool = False) -> None:
        """Delete a job and its directory; a finished model goes only when that was said."""
        with self._ledger.holding(id) as job:
            parts = [row.job for row in self._ledger.parts(id)]
            jobs = [*parts, job]  # a group goes last: until then it can be asked again
            self._steering.allow_delete(job)
            for each in jobs:
                if each.state in ACTIVE:
                    raise UserError("delete_live_not_allowed", id=each.id, state=each.state.value)
            models = [each.id for each in jobs if each.kind == "train" and self._models.has(each.id)]
            if models and not with_model:
                raise UserError("delete_needs_with_model", id=id)
            for model in models:
                self.delete_model(model)
            for each in jobs:
                if each.kind == "serve":
                    self._key_uses.keep(self._ledger.files(each.id))
                delete_folder(self._ledger.files(each.id).root)
                self._ledger.remove(each.id)

    def parts(self, id: str) -> list[PartRow]:
        """The runs that a job is made of, with what each is judged by."""
        return self._results.parts(id)

    def recipe(self, id: str, part: int | None = None) -> TrainSpec:
        """A run of a sweep or search as a spec of its own; the best one unless its number is given."""
        return self._results.recipe(id, part)

    def _moved(self, job: Job) -> Job:
        self._keeper.wake()
        self._conductor.wake()
        return job

    def _drop(self, id: str) -> bool:
        """Give up the model and checkpoints of a part that has lost; not while its model is served."""
        with self._ledger.holding(id):
            if self._models.has(id):
                if self._endpoints.users_of(id):
                    return False
                self.delete_model(id)
            delete_folder(self._ledger.files(id).checkpoints)
            return True

    def checkpoints(self, id: str) -> list[CheckpointRow]:
        return read_checkpoints(self.files(id))

    def log(self, id: str, rank: str, offset: int, limit: int) -> LogPart:
        return read_log(self.files(id), rank, offset, limit)

    # --- datasets and recipes

    def datasets(self) -> list[DatasetCard]:
        return self._datasets.all()

    def dataset(self, id: str) -> DatasetCard:
        return self._datasets.get(id)

    def import_dataset(self, new: NewDataset) -> DatasetCard:
        return self._datasets.add(new)

    def sniff_file(self, file: SniffFile) -> Sniffed:
        return self._datasets.sniff(file)

    def cancel_import(self, id: str) -> None:
        self._datasets.imports.cancel(id)

    def thumbnail(self, id: str, row: int, column: str, size: int) -> bytes:
        return self._datasets.thumbnail(id, row, column, size)

    def rows(self, id: str, offset: int, limit: int) -> Rows:
        return self._datasets.rows(id, offset, limit)

    def preview_steps(self, id: str, request: StepsRequest) -> StepsPreview:
        return self._datasets.preview_steps(id, request)

    def delete_dataset(self, id: str) -> None:
        with self._ledger.lock:
            users = [job.name for job in self._ledger.jobs() if job.state not in ENDED and _reads(job, id)]
            if users:
                raise UserError("dataset_in_use", id=id, runs=", ".join(users))
            self._datasets.delete(id)

    def recipes(self) -> list[Recipe]:
        return list(read_recipes())

    def import_sample(self, recipe_id: str) -> DatasetCard:
        recipe = find_recipe(recipe_id, read_recipes())
        return self._datasets.add(NewDataset(path=str(sample_path(recipe)), name=None), recipe.licence)

    # --- models and endpoints

    def models(self) -> list[ModelCard]:
        return self._models.all()

    def model(self, id: str) -> ModelCard:
        return self._models.get(id)

    def report(self, id: str) -> Report:
        return self._reports.report(self._models.get(id))

    def answers(self, id: str, truth: str | None, answer: str | None, offset: int, limit: int) -> AnswerRows:
        return self._reports.answers(self._models.get(id), truth, answer, offset, limit)

    def difference(self, id: str, other: str) -> Difference:
        return self._reports.difference(self._models.get(id), self._models.get(other))

    def encrypt_model(self, id: str, passphrase: str) -> ModelCard:
        """Outside the ledger's lock: it takes as long as the model is large."""
        return self._models.encrypt(id, passphrase)

    def decrypt_model(self, id: str, passphrase: str) -> ModelCard:
        return self._models.decrypt(id, passphrase)

    def delete_model(self, id: str) -> None:
        with self._ledger.lock:
            if users := self._endpoints.users_of(id):
                raise UserError("model_in_use", id=id, endpoints=", ".join(job.name for job in users))
            self._models.delete(id)
            if any(job.id == id for job in self._ledger.jobs()):
                self._ledger.revise(id, model=None)

    def serve(self, request: ServeRequest) -> tuple[NewEndpoint, bool]:
        """The endpoint that serves just this, with a fresh key, and whether it had to be made."""
        served = self._endpoints.serve(request)
        if served[1]:
            self._keeper.warm_up()
        return served

    def put_model(self, id: str, served: ServedSpec) -> Job:
        """Serve one more model at an endpoint, or have a name of it point at another version."""
        return self._endpoints.put(id, served)

    def remove_model(self, id: str, name: str) -> Job:
        return self._endpoints.remove(id, name)

    def endpoint_access(self, id: str) -> Access:
        """How the engine itself asks an endpoint."""
        return self._endpoints.access(id)

    def _endpoint_files(self) -> list[RunFiles]:
        return [self._ledger.files(job.id) for job in self.jobs("serve")]

    # --- keys

    def list_keys(self) -> list[Key]:
        return self._keys.all()

    def new_key(self, new: NewKey) -> Key:
        return self._keys.make(new)

    def revoke_key(self, id: str) -> Key:
        return self._keys.revoke(id)


def _reads(job: Job, dataset_id: str) -> bool:
    return not isinstance(job.spec, ServeSpec) and data_of(job.spec).source == dataset_id
