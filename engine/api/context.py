"""What the routes call: the parts of the engine, handed to them by the application."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from engine.schema.api import EngineInfo

if TYPE_CHECKING:
    from engine.jobs.service import Service
    from engine.system.monitor import Monitor
    from engine.system.process_table import ProcessTable


@dataclass(frozen=True)
class Context:
    """The engine as its routes see it."""

    info: EngineInfo
    service: "Service"
    monitor: "Monitor"
    processes: "ProcessTable"
    stop: Callable[[bool], None]  # order the engine to end; True: its runs and endpoints too
    closing: Event = field(default_factory=Event)  # set when streams must end


async def context_of(request: Request) -> Context:
    return request.app.state.context


Engine = Annotated[Context, Depends(context_of)]
