"""Endpoints: serve models, change what is served, and ask an endpoint something."""

import json
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Path, Request, Response

from engine.api.context import Context, Engine
from engine.schema.api import NewEndpoint, PredictRequest, ServeRequest, Unlock
from engine.schema.job import Job
from engine.schema.problem import UserError
from engine.schema.serve import ServedSpec, ServeSpec

router = APIRouter(prefix="/v1/endpoints", tags=["endpoints"])

UNLOCK = "v1/unlock"
_PATH_SIGNS = "/:@!$&'()*+,;=~"

EndpointId = Annotated[str, Path(max_length=128)]
ServedName = Annotated[str, Path(max_length=80)]


@router.post("", status_code=201)
def serve_models(engine: Engine, request: ServeRequest, response: Response) -> NewEndpoint:
    """Serve one or several models: 201 and a fresh key; 200 when just these are served already."""
    served, new = engine.service.serve(request)
    response.status_code = 201 if new else 200
    if new:
        _note_new(engine, served.job)
    engine.note("key_made", served.key.id, name=served.key.name, models=served.key.models)
    return served


@router.put("/{id}/models/{name}")
def put_model(engine: Engine, id: EndpointId, name: ServedName, served: ServedSpec) -> Job:
    """Serve one more model at this address, or have a name point at another version: no request is lost."""
    if served.name != name:
        raise UserError("served_name_differs", field="name", name=name, given=served.name)
    before = _models(engine.service.job(id))
    job = engine.service.put_model(id, served)
    after = _models(job)[name]
    if name not in before:
        engine.note("model_added", id, name=name, model=after)
    else:
        action = "model_changed" if before[name] == after else "model_swapped"
        engine.note(action, id, name=name, before=before[name], model=after)
    return job


@router.delete("/{id}/models/{name}")
def remove_model(engine: Engine, id: EndpointId, name: ServedName) -> Job:
    """Serve a name no more; an endpoint keeps at least one."""
    job = engine.service.remove_model(id, name)
    engine.note("model_removed", id, name=name)
    return job


@router.post("/{id}/unlock")
async def unlock(engine: Engine, request: Request, id: EndpointId, unlock: Unlock) -> Response:
    """Open an encrypted model; the endpoint's own answer, status included."""
    body = {"name": unlock.name, "passphrase": unlock.passphrase.get_secret_value()}
    return await _relay(engine, request, id, "POST", UNLOCK, _json(body))


@router.post("/{id}/predict")
async def predict(engine: Engine, request: Request, id: EndpointId, asked: PredictRequest) -> Response:
    """The endpoint's own answer, status included."""
    named = {"model": asked.model} if asked.model else {}
    return await _relay(engine, request, id, "POST", "v1/predict", _json({**named, "inputs": asked.inputs}))


@router.post("/{id}/ask/{path:path}")
async def ask(engine: Engine, request: Request, id: EndpointId, path: str) -> Response:
    """Any question to the endpoint, with the engine's own key; a stream is passed on as it comes."""
    return await _relay(engine, request, id, "POST", path, await request.body())


@router.get("/{id}/ask/{path:path}")
async def look(engine: Engine, request: Request, id: EndpointId, path: str) -> Response:
    """What the endpoint shows at an address of its own."""
    return await _relay(engine, request, id, "GET", path)


async def _relay(
    engine: Context, request: Request, id: str, method: str, path: str, body: bytes = b""
) -> Response:
    access = await to_thread.run_sync(engine.service.endpoint_access, id)  # it waits for the ledger's lock
    query = request.url.query
    target = "/" + quote(path, safe=_PATH_SIGNS) + (f"?{query}" if query else "")
    told = partial(_note_unlocking, engine, id, body) if path.strip("/") == UNLOCK else None
    return request.app.state.asks.relay(access, method, target, body, told)


async def _note_unlocking(engine: Context, id: str, body: bytes, status: int) -> None:
    action = "model_unlocked" if status < 300 else "unlock_refused"
    await to_thread.run_sync(partial(engine.note, action, id, name=_name_in(body)))


def _note_new(engine: Context, job: Job) -> None:
    engine.note("endpoint_made", job.id, name=job.name, models=_models(job))
    if isinstance(job.spec, ServeSpec) and job.spec.network is not None:
        engine.note("network_serving_on", job.id, address=job.spec.network.address, port=job.spec.port)


def _models(job: Job) -> dict[str, str]:
    """The version behind each name."""
    return (
        {served.name: served.model for served in job.spec.models} if isinstance(job.spec, ServeSpec) else {}
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _name_in(body: bytes) -> str | None:
    """The name alone of a question that also holds a passphrase."""
    try:
        name = json.loads(body).get("name")
    except (ValueError, AttributeError):
        return None
    return name[:80] if isinstance(name, str) else None
