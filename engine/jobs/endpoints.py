"""Endpoints: serve jobs, the models behind each, and how the engine itself asks them."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.catalog.models import Models
from engine.jobs.keys import Keys
from engine.jobs.ledger import Ledger
from engine.jobs.serve_admission import ServeAdmission
from engine.jobs.serve_request import as_serve_spec, is_served_by, spec_of
from engine.jobs.served_names import LIVE, names_taken
from engine.schema.api import NewEndpoint, NewKey, ServeRequest
from engine.schema.job import ACTIVE, Job, State
from engine.schema.problem import UserError
from engine.schema.serve import ServedSpec, ServeSpec


@dataclass(frozen=True)
class Access:
    """How the engine itself asks an endpoint."""

    url: str
    secret: str
    fingerprint: str | None  # of the only certificate it may show
    patience: float  # seconds that an answer may take


class Endpoints:
    """Endpoints by the id of their job."""

    def __init__(
        self,
        ledger: Ledger,
        models: Models,
        keys: Keys,
        admission: ServeAdmission,
        launch: Callable[[ServeSpec], Job],
    ) -> None:
        self._ledger, self._models, self._keys = ledger, models, keys
        self._admission, self._launch = admission, launch

    def serve(self, request: ServeRequest) -> tuple[NewEndpoint, bool]:
        """The endpoint that serves just this, with a fresh key, and whether it had to be made."""
        with self._ledger.lock:
            job = self._running(request)
            made = job is None
            if job is None:
                taken = names_taken(self._ledger.jobs())
                job = self._launch(spec_of(request, self._models.find, taken))
        names = tuple(served.name for served in _spec(job).models)
        return NewEndpoint(job=job, key=self._keys.make(NewKey(name=job.name, models=names))), made

    def put(self, id: str, served: ServedSpec) -> Job:
        """Serve one more model by a name, or have the name point at another version."""
        with self._ledger.lock:
            spec = _spec(self._endpoint(id))
            self._admission.allow(served, id)
            served = self._admission.by_id(served)
            models = {each.name: each for each in spec.models} | {served.name: served}
            return self._respec(id, spec, tuple(models.values()))

    def remove(self, id: str, name: str) -> Job:
        """Serve a name no more; the last one stays."""
        with self._ledger.lock:
            spec = _spec(self._endpoint(id))
            left = tuple(served for served in spec.models if served.name != name)
            if len(left) == len(spec.models):
                known = ", ".join(served.name for served in spec.models)
                raise UserError("served_unknown", name=name, known=known)
            if not left:
                raise UserError("endpoint_needs_model", name=name)
            return self._respec(id, spec, left)

    def access(self, id: str) -> Access:
        """For the engine's own requests; raises UserError while it is not ready."""
        job = self._endpoint(id)
        if job.url is None:
            raise UserError("endpoint_not_ready", id=id)
        return Access(job.url, self._keys.own, job.fingerprint, _spec(job).limits.answer_seconds)

    def users_of(self, model_id: str) -> list[Job]:
        """Endpoints that serve this model, load it, or will."""
        alive = ACTIVE | {State.WAITING}
        return [job for job in self._ledger.jobs() if job.state in alive and model_id in _models_of(job)]

    def _running(self, request: ServeRequest) -> Job | None:
        live = [job for job in self._ledger.jobs() if job.state in LIVE]
        for job in live:
            if isinstance(job.spec, ServeSpec) and is_served_by(job.spec, request, self._models.find):
                return job
        return None

    def _respec(self, id: str, spec: ServeSpec, models: tuple[ServedSpec, ...]) -> Job:
        named = [served.model_dump() for served in models]
        return self._ledger.respec(id, as_serve_spec({**spec.model_dump(), "models": named}))

    def _endpoint(self, id: str) -> Job:
        job = self._ledger.job(id)
        if job.kind != "serve":
            raise UserError("endpoint_unknown", id=id)
        return job


def _models_of(job: Job) -> set[str]:
    """Every model that an endpoint needs: of its spec, and those that still answer or that load."""
    if not isinstance(job.spec, ServeSpec):
        return set()
    told = {model for served in job.served for model in (served.model, served.next) if model}
    return told | {served.model for served in job.spec.models}


def _spec(job: Job) -> ServeSpec:
    if not isinstance(job.spec, ServeSpec):
        raise TypeError(f"{job.id} is no endpoint")
    return job.spec
