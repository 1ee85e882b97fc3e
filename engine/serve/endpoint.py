"""One start of an endpoint: keeps what its spec asks for, looks for orders."""

import asyncio
import signal
import time

from engine.schema.event import Phase, Ready
from engine.schema.problem import UserError
from engine.serve.http.server import HttpServer
from engine.serve.models import Models
from engine.serve.nursery import Nursery
from engine.serve.spec_watch import SpecWatch
from engine.serve.telling import Telling
from engine.system.forking import settle
from engine.system.paths import RunFiles
from engine.worker.orders import Orders

_LOOK_SECONDS = 0.25  # between two looks for orders, another spec, and requests that have waited too long
_TRAFFIC_SECONDS = 1.0


class Endpoint:
    """What its process is there for. ``serve`` returns when it was told to stop."""

    def __init__(self, files: RunFiles, attempt: int, nursery: Nursery) -> None:
        self._spec = SpecWatch(files.spec)
        self._events = Telling(files.events)
        self._orders = Orders(files.order, attempt)
        self._nursery = nursery
        self._models = Models(nursery, self._events.say)
        self._server = HttpServer(self._spec.spec, files, self._models, self._tend)
        self._outcome = "stopped"
        self._failure: Exception | None = None

    def serve(self) -> str:
        """Answer until told to stop; returns the outcome. Raises UserError when no model can be served."""
        self._events.say(Phase, name="load")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._server.stop())
        settle()
        self._server.run()
        if self._failure is not None:
            raise self._failure
        return self._outcome

    async def _tend(self) -> None:
        """What happens beside the requests, from the first to the last."""
        try:
            self._nursery.listen()
            self._models.apply(self._spec.spec)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._begin())
                group.create_task(self._look())
        except* Exception as errors:  # nothing would be looked after any more
            self._failure = errors.exceptions[0]
            self._server.stop()

    async def _begin(self) -> None:
        """Say that it is ready, once every model is, or has said why not."""
        await self._models.settle()
        if (problem := self._models.failure()) is not None:
            raise UserError.of([problem])
        spec, server = self._spec.spec, self._server
        self._events.say(Ready, url=server.url, model=spec.model, fingerprint=server.fingerprint)
        print(f"serving {', '.join(self._models.names())} at {server.url}", flush=True)

    async def _look(self) -> None:
        second = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self._models.look()
            if (spec := self._spec.changed()) is not None:
                self._models.apply(spec)
            if order := self._orders.look().end:
                self._outcome = "paused" if order == "pause" else "stopped"
                self._server.stop()
            if time.monotonic() - second >= _TRAFFIC_SECONDS:
                second = time.monotonic()
                self._events.again()
                for served in self._models.all():
                    served.traffic.end_second(served.name, time.time(), served.waiting, served.pulse.memory)
