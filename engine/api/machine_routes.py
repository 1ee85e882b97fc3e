"""The machine: what it is, how busy it is, and which processes use it."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from engine.api.context import Context, Engine
from engine.api.event_stream import DESCRIBED, in_thread, message
from engine.schema.api import EndProcess
from engine.schema.machine import Machine, Resources, Sample

router = APIRouter(prefix="/v1", tags=["machine"])

WAIT_SECONDS = 1.0


@router.get("/machine")
def get_machine(engine: Engine) -> Machine:
    return engine.monitor.machine()


@router.get("/resources")
def get_resources(engine: Engine, seconds: Annotated[float, Query(ge=0, le=3600)] = 3600) -> Resources:
    return Resources(samples=tuple(engine.monitor.history(seconds)), processes=engine.processes.rows())


@router.get("/resources/stream", response_class=StreamingResponse, responses=DESCRIBED)
async def stream_resources(engine: Engine, request: Request) -> StreamingResponse:
    """Server-sent events, each Resources with one new sample and the processes of that moment."""
    return request.app.state.streams.respond(_samples(engine))


async def _samples(engine: Context) -> AsyncIterator[bytes]:
    newest: Sample | None = None
    while not engine.closing.is_set():
        sample = await in_thread(engine.monitor.wait_for_sample, newest, WAIT_SECONDS)
        if sample is None:
            yield b""
            continue
        newest = sample
        rows = await in_thread(engine.processes.rows)
        yield message(Resources(samples=(sample,), processes=rows).model_dump_json())


@router.post("/processes/{pid}/end")
def end_process(engine: Engine, pid: int, which: EndProcess) -> dict[str, str]:
    """End a process that is left over from a dead run of this home, and no other."""
    engine.processes.end_left_over(pid, which.started)
    return {}
