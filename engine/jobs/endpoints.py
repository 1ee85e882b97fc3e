"""Served models: an endpoint is a serve job with keys. Finds the one that runs, or asks for a new one."""

import threading
from collections.abc import Callable

from engine.catalog.models import Models
from engine.jobs.keys import INTERNAL, list_keys, make_key, revoke_key
from engine.jobs.ledger import Ledger
from engine.schema.api import Key, Served, ServeRequest
from engine.schema.job import ACTIVE, Job, State
from engine.schema.problem import UserError
from engine.schema.serve import ServeSpec
from engine.system.paths import RunFiles

LIVE = ACTIVE - {State.STOPPING} | {State.WAITING}


class Endpoints:
    """Endpoints by the id of their job."""

    def __init__(self, ledger: Ledger, models: Models, admit: Callable[[ServeSpec], Job]) -> None:
        self._ledger = ledger
        self._models = models
        self._admit = admit
        self._lock = threading.Lock()  # keys.json is read, changed and written
        self._own: dict[str, str] = {}  # the engine's secrets, in memory alone

    def serve(self, request: ServeRequest) -> tuple[Served, bool]:
        """The endpoint of a model with a fresh key, and whether it had to be made."""
        model = self._models.find(request.model)
        if model is None:
            raise UserError("model_unknown", field="model", id=request.model)
        with self._ledger.lock:
            job = self._running(model.id, request)
            made = job is None
            if job is None:
                name = request.name or model.name
                asked = {"name": name, "model": model.id, "device": request.device, "port": request.port}
                job = self._admit(ServeSpec.model_validate(asked))
        return Served(job=job, key=self.new_key(job.id, "key")), made

    def keys(self, id: str) -> list[Key]:
        return list_keys(self._files(id))

    def new_key(self, id: str, name: str) -> Key:
        with self._lock:
            return make_key(self._files(id), name)

    def revoke(self, id: str, key: str) -> None:
        with self._lock:
            revoke_key(self._files(id), key)

    def access(self, id: str) -> tuple[str, str]:
        """Address and secret for the engine's own requests; raises UserError while it is not ready."""
        files = self._files(id)
        url = self._ledger.job(id).url
        if url is None:
            raise UserError("endpoint_not_ready", id=id)
        with self._lock:
            if id not in self._own:
                self._own[id] = make_key(files, INTERNAL, INTERNAL).secret or ""
            return url, self._own[id]

    def users_of(self, model_id: str) -> list[Job]:
        """Endpoints that serve this model, or will."""
        return [
            job
            for job in self._ledger.jobs()
            if _serves(job, model_id) and job.state in ACTIVE | {State.WAITING}
        ]

    def _running(self, model_id: str, request: ServeRequest) -> Job | None:
        for job in self._ledger.jobs():
            if not _serves(job, model_id) or job.state not in LIVE or not isinstance(job.spec, ServeSpec):
                continue
            if job.spec.device == request.device and request.port in (0, job.spec.port):
                return job
        return None

    def _files(self, id: str) -> RunFiles:
        if self._ledger.job(id).kind != "serve":
            raise UserError("endpoint_unknown", id=id)
        return self._ledger.files(id)


def _serves(job: Job, model_id: str) -> bool:
    return isinstance(job.spec, ServeSpec) and job.spec.model == model_id
