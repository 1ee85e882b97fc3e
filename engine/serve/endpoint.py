"""One start of a served model: loads it, answers, reports its traffic, looks for orders."""

import asyncio
import os
import signal
import sys
import time

import psutil
import torch

from engine.model.predictor import load_predictor
from engine.schema.event import Phase, Ready
from engine.schema.event import Traffic as TrafficEvent
from engine.schema.serve import ServeSpec
from engine.serve.http.describe import example
from engine.serve.http.server import HttpServer, open_socket
from engine.serve.key_file import KeyFile
from engine.serve.runner import Predictor, Runner
from engine.serve.traffic import Traffic
from engine.system.paths import RunFiles
from engine.worker.events import EventWriter, Stopwatch
from engine.worker.orders import Orders

_LOOK_SECONDS = 0.5  # between two looks for orders
_TRAFFIC_SECONDS = 1.0
_SWITCH_SECONDS = 0.001  # the model's thread and the event loop take turns sooner than Python's 5 ms
_SMALL = 2_000_000  # parameters below which several threads cost more than they give


class Endpoint:
    """What its process is there for. ``serve`` returns when it was told to stop."""

    def __init__(self, files: RunFiles, attempt: int) -> None:
        self._files = files
        self._spec = ServeSpec.model_validate_json(files.spec.read_bytes())
        self._events = EventWriter(files.events, Stopwatch())
        self._orders = Orders(files.order, attempt)
        self._traffic = Traffic()
        self._was_quiet = True
        self._outcome = "stopped"

    def serve(self) -> str:
        """Answer until told to stop; returns the outcome."""
        self._events.say(Phase, name="load")
        predictor = self._load()
        runner = Runner(predictor, self._spec.max_batch, self._spec.queue)
        listener = open_socket(self._spec.port, self._files.root / "endpoint.json")
        keys = KeyFile(self._files.keys)
        self._server = HttpServer(listener, predictor, runner, self._traffic, keys.authorise, self._tend)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._server.stop())
        sys.setswitchinterval(_SWITCH_SECONDS)
        runner.start()
        self._server.run()
        runner.close()
        self._report()
        return self._outcome

    def _load(self) -> Predictor:
        predictor = load_predictor(self._files.home.run(self._spec.model).model, self._spec.device)
        is_small = predictor.card.parameters < _SMALL
        torch.set_num_threads(1 if is_small else os.cpu_count() or 1)
        first = [example(predictor.card)]
        if not predictor.check(first):
            predictor.predict(first)  # the first pass of a network is slow; nobody should wait for it
        return predictor

    async def _tend(self) -> None:
        """What happens beside the requests: says that it is ready, then reports and looks for orders."""
        self._events.say(Ready, url=self._server.url, model=self._spec.model)
        print(f"serving {self._spec.model} at {self._server.url}", flush=True)
        reported = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if order := self._orders.look().end:
                self._outcome = "paused" if order == "pause" else "stopped"
                self._server.stop()
            if time.monotonic() - reported >= _TRAFFIC_SECONDS:
                reported = time.monotonic()
                self._report()

    def _report(self) -> None:
        """A traffic event when requests came, and one more when no more come, so that a chart falls to zero."""
        taken = self._traffic.take()
        is_quiet = taken["requests"] == 0
        if not (is_quiet and self._was_quiet):
            self._events.say(TrafficEvent, memory=psutil.Process().memory_info().rss, **taken)
        self._was_quiet = is_quiet
