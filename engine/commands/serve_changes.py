"""Changes to what is served already: a name that points at another version, a model that is served no more."""

import time
from collections.abc import Iterable

from engine.client.engine_client import EngineClient
from engine.commands.options import OK, answer, tell
from engine.schema.job import ENDED, Job, State
from engine.schema.problem import Problem, UserError
from engine.schema.serve import ServedModel, ServedSpec, ServeSpec

LOOK_SECONDS = 0.05
STOP_SECONDS = 60.0


def swap(client: EngineClient, name: str, wanted: list[ServedSpec], as_json: bool) -> int:
    """Have a served name point at another model, and wait until that one answers."""
    if len(wanted) != 1:
        raise UserError("swap_takes_one_model")
    job, before = _serving(client, name)
    after = before.model_copy(update={"model": wanted[0].model})
    client.put_model(job.id, after)
    tell(f"{name} changes from {before.model} to {after.model} …")
    _wait_until_swapped(client, job, after)
    tell(f"{name} is {after.model} now.")
    if as_json:
        answer({"endpoint": job.id, "name": name, "before": before.model, "model": after.model})
    return OK


def _wait_until_swapped(client: EngineClient, job: Job, wanted: ServedSpec) -> None:
    """Raises UserError with the reason when the new version does not come up; the old one goes on then."""
    told, loads = _problem(job, wanted.name), False
    while (now := _now(client.job(job.id), wanted.name)) is None or now.model != wanted.model:
        loads |= now is not None and now.next == wanted.model
        has_failed = now is not None and now.next is None and (loads or now.problem != told)
        if has_failed and now is not None and now.problem is not None:
            raise UserError.of([now.problem])
        time.sleep(LOOK_SECONDS)


def stop_serving(client: EngineClient, models: set[str], as_json: bool) -> int:
    """Stop the endpoints that serve nothing else; of the others take the models away."""
    stopped, removed = [], []
    for job in _live(client):
        named = [served.name for served in _spec(job).models if served.model in models]
        if len(named) == len(_spec(job).models):
            stopped.append(job)
        else:
            removed += [(job.id, name) for name in named]
    for id, name in removed:
        client.remove_model(id, name)
    _stop(client, stopped)
    tell("No longer served." if stopped or removed else "It is not served.")
    if as_json:
        answer({"stopped": [job.id for job in stopped], "removed": [name for _, name in removed]})
    return OK


def _stop(client: EngineClient, jobs: list[Job]) -> None:
    for job in jobs:
        if job.state is not State.STOPPING:
            client.stop(job.id)
    deadline = time.monotonic() + STOP_SECONDS
    while any(client.job(job.id).state not in ENDED for job in jobs):
        if time.monotonic() > deadline:
            raise UserError("endpoint_does_not_stop", name=jobs[0].name)
        time.sleep(LOOK_SECONDS)


def _serving(client: EngineClient, name: str) -> tuple[Job, ServedSpec]:
    known: dict[str, tuple[Job, ServedSpec]] = {
        served.name: (job, served) for job in _live(client) for served in _spec(job).models
    }
    if name not in known:
        raise UserError("served_nowhere", name=name, known=", ".join(known) or "–")
    return known[name]


def _now(job: Job, name: str) -> ServedModel | None:
    if job.state in ENDED:
        raise UserError.of([job.error]) if job.error else UserError("endpoint_not_ready", id=job.id)
    return next((served for served in job.served if served.name == name), None)


def _problem(job: Job, name: str) -> Problem | None:
    return next((served.problem for served in job.served if served.name == name), None)


def _live(client: EngineClient) -> Iterable[Job]:
    return [job for job in client.jobs("serve") if job.state not in ENDED]


def _spec(job: Job) -> ServeSpec:
    if not isinstance(job.spec, ServeSpec):
        raise TypeError(f"{job.id} is no endpoint")
    return job.spec
