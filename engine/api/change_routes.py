"""What changed in the lists: jobs, datasets and models, as a stream."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from engine.api.context import Context, Engine
from engine.api.event_stream import DESCRIBED, in_thread, message
from engine.schema.api import Change

router = APIRouter(prefix="/v1", tags=["changes"])

WAIT_SECONDS = 1.0


@router.get("/changes", response_class=StreamingResponse, responses=DESCRIBED)
async def stream_changes(
    engine: Engine, request: Request, revision: Annotated[int, Query(ge=0)] = 0
) -> StreamingResponse:
    """Server-sent events, each a Change.

    With revision 0, or a cursor of an engine that has ended: ``event: reset`` (forget what you have),
    then everything, then ``event: synced``; after that what changes.
    """
    after = resume_point(request.headers.get("last-event-id", ""), engine.info.instance, revision)
    return request.app.state.streams.respond(_changes(engine, after))


def resume_point(cursor: str, instance: str, revision: int) -> int:
    """The revision to go on from; 0 (everything anew) when the cursor is another engine's."""
    if not cursor:
        return revision
    theirs, _, number = cursor.partition(":")
    return int(number) if theirs == instance and number.isascii() and number.isdigit() else 0


async def _changes(engine: Context, after: int) -> AsyncIterator[bytes]:
    log = engine.service.changes
    if after == 0:
        after, everything = await in_thread(log.snapshot)
        yield message("{}", event="reset")
        for start in range(0, len(everything), 100):
            yield b"".join(message(change.model_dump_json()) for change in everything[start : start + 100])
        yield message("{}", _cursor(engine, after), event="synced")
    while not engine.closing.is_set():
        changes: list[Change] = await in_thread(log.wait, after, WAIT_SECONDS)
        after = max([after, *(change.revision for change in changes)])
        yield b"".join(_message(engine, change) for change in changes)


def _message(engine: Context, change: Change) -> bytes:
    return message(change.model_dump_json(), _cursor(engine, change.revision))


def _cursor(engine: Context, revision: int) -> str:
    return f"{engine.info.instance}:{revision}"
