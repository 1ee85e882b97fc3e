"""What the routes call: the parts of the engine, handed to them by the application."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from engine.schema.api import CLIENT_HEADER, CLIENTS, PROGRAM, EngineInfo

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
    client: str = PROGRAM  # who asks, as it says of itself: for the audit log, and for nothing else

    def note(self, action: str, object: str, **details: Any) -> None:
        """Write into the audit log what the client of this request has done."""
        self.service.audit.add(self.client, action, object, details)


async def context_of(request: Request) -> Context:
    said = request.headers.get(CLIENT_HEADER, "")
    context: Context = request.app.state.context
    return replace(context, client=said) if said in CLIENTS else context


Engine = Annotated[Context, Depends(context_of)]
