"""Jobs: check a spec, submit it, and steer what became of it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse

from engine.api.context import Context, Engine
from engine.api.event_stream import DESCRIBED
from engine.api.follow_events import follow_events
from engine.schema.api import CheckpointRow, CheckRequest, LogPart, MoveJob, NewJob, PartRow, ReviseJob
from engine.schema.job import ENDED, Job
from engine.schema.plan import Check
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec

router = APIRouter(prefix="/v1", tags=["jobs"])

JobId = Annotated[str, Path(max_length=128)]


@router.post("/check")
def check_spec(engine: Engine, request: CheckRequest) -> Check:
    """Would this run? A plan, or every problem by field; the status is 200 either way."""
    return engine.service.check(request.spec)


@router.post("/jobs", status_code=201)
def submit_job(engine: Engine, new: NewJob) -> Job:
    """Submit a job; the same request_id again gives the same job."""
    return note_endpoint(engine, "endpoint_made", engine.service.submit(new))


@router.get("/jobs")
def list_jobs(
    engine: Engine, kind: Literal["train", "serve", "folds", "sweep", "search"] | None = None
) -> list[Job]:
    return engine.service.jobs(kind)


@router.get("/jobs/{id}")
def get_job(engine: Engine, id: JobId) -> Job:
    return engine.service.job(id)


@router.patch("/jobs/{id}")
def revise_job(engine: Engine, id: JobId, revision: ReviseJob) -> Job:
    return engine.service.rename(id, revision.name)


@router.delete("/jobs/{id}", status_code=204)
def delete_job(engine: Engine, id: JobId, with_model: bool = False) -> None:
    job = engine.service.job(id)
    engine.service.delete(id, with_model)
    note_endpoint(engine, "endpoint_deleted", job)
    if with_model and job.model and job.kind != "serve":
        engine.note("model_deleted", job.model, run=id)


@router.post("/jobs/{id}/pause")
def pause_job(engine: Engine, id: JobId) -> Job:
    return engine.service.pause(id)


@router.post("/jobs/{id}/resume")
def resume_job(engine: Engine, id: JobId) -> Job:
    return engine.service.resume(id)


@router.post("/jobs/{id}/stop")
def stop_job(engine: Engine, id: JobId, now: bool = False) -> Job:
    return note_endpoint(engine, "endpoint_stopped", engine.service.stop(id, now))


@router.post("/jobs/{id}/retry")
def retry_job(engine: Engine, id: JobId) -> Job:
    return note_endpoint(engine, "endpoint_started", engine.service.retry(id))


@router.post("/jobs/{id}/checkpoint")
def save_checkpoint(engine: Engine, id: JobId) -> Job:
    return engine.service.checkpoint(id)


@router.post("/jobs/{id}/move")
def move_job(engine: Engine, id: JobId, place: MoveJob) -> Job:
    return engine.service.move(id, place.before)


@router.get("/jobs/{id}/parts")
def list_parts(engine: Engine, id: JobId) -> list[PartRow]:
    """The runs that a job is made of, in the order of their numbers, with what each is judged by."""
    return engine.service.parts(id)


@router.post("/jobs/{id}/recipe")
def make_recipe(
    engine: Engine, id: JobId, part: Annotated[int | None, Query(ge=0, le=10**9)] = None
) -> TrainSpec:
    """A run of a sweep or of Auto as a spec to edit; the best one unless its number is given."""
    return engine.service.recipe(id, part)


@router.get("/jobs/{id}/checkpoints")
def list_checkpoints(engine: Engine, id: JobId) -> list[CheckpointRow]:
    return engine.service.checkpoints(id)


@router.get("/jobs/{id}/log")
def get_log(
    engine: Engine,
    id: JobId,
    rank: Annotated[str, Query(pattern=r"^(\d{1,4}|[a-z]{1,16})$")] = "0",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1 << 20)] = 65536,
) -> LogPart:
    """Text of a log from a byte offset on; ``rank=shim`` for the shim's."""
    return engine.service.log(id, rank, offset, limit)


@router.get("/jobs/{id}/events", response_class=StreamingResponse, responses=DESCRIBED)
def stream_events(
    engine: Engine, request: Request, id: JobId, offset: Annotated[int, Query(ge=0)] = 0
) -> StreamingResponse:
    """Server-sent events: ``id`` is the byte offset after the line, ``data`` the line; ``event: end`` is the last."""
    path = engine.service.files(id).events
    engine.service.job(id)  # 404 before the stream begins
    start = last_event(request, offset)
    parts = follow_events(path, start, lambda: has_ended(engine, id), engine.closing.is_set)
    return request.app.state.streams.respond(parts)


def note_endpoint(engine: Context, action: str, job: Job) -> Job:
    """The audit log tells of endpoints; what runs do stands in their events."""
    if job.kind == "serve":
        engine.note(action, job.id, name=job.name)
    return job


def last_event(request: Request, offset: int) -> int:
    """Where a client that reconnects goes on: its Last-Event-ID, else what it asked for."""
    given = request.headers.get("last-event-id", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else offset


def has_ended(engine: Context, id: str) -> bool:
    """Whether nothing more will be written; a job that was deleted has ended as well."""
    try:
        return engine.service.job(id).state in ENDED
    except UserError:
        return True
