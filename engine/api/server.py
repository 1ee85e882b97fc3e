"""One engine of one home, from its lock to its end: listens on loopback, proves itself, then says where it is."""

import contextlib
import gc
import http.client
import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from engine.api.app import create_app
from engine.api.context import Context
from engine.api.logs import open_log
from engine.jobs.service import Service
from engine.schema.api import EngineFile, EngineInfo
from engine.system.files import read_json, write_durably
from engine.system.monitor import Monitor
from engine.system.paths import Home
from engine.system.process_table import ProcessTable
from engine.web.guard import loopback_hosts
from engine.web.keys import new_secret
from engine.web.settings import server_settings

log = logging.getLogger("modelyard.engine")

PROTOCOL = 1
PROOF_SECONDS = 5.0
STREAMS_END_SECONDS = 3
STREAMS_HEAR_SECONDS = 0.6  # so that whoever follows a run still hears how it ended
KEEP_ALIVE_SECONDS = 300  # a window asks again after a while; making a connection anew would cost it more


def serve_home(home: Home, version: str, said: Callable[[EngineFile], None]) -> int:
    """Be the engine of ``home`` until told to stop. The caller holds the home's lock."""
    token, instance, started = new_secret(), new_secret(), time.time()
    open_log(home.logs / "engine.log", (token,))
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    port = listener.getsockname()[1]
    info = EngineInfo(
        version=version,
        protocol=PROTOCOL,
        instance=instance,
        pid=os.getpid(),
        started=started,
        home=str(home.root),
    )
    file = EngineFile(
        url=f"http://127.0.0.1:{port}",
        token=token,
        pid=info.pid,
        started=started,
        version=version,
        instance=instance,
    )
    with _parts(home) as (monitor, service):
        engine = _Engine(home, info, monitor, service)
        app = create_app(engine.context, token, loopback_hosts(port))
        engine.run(app, listener, lambda: _announce(home, file, said))
    log.info("the engine has ended")
    return 0


class _Engine:
    """The HTTP server with its way to an end."""

    def __init__(self, home: Home, info: EngineInfo, monitor: Monitor, service: Service) -> None:
        self._home = home
        self._service = service
        self._server: uvicorn.Server | None = None
        self.context = Context(
            info=info,
            service=service,
            monitor=monitor,
            processes=ProcessTable(home.root, monitor, service.jobs),
            stop=self.stop,
        )

    def run(self, app: object, listener: socket.socket, announce: Callable[[], None]) -> None:
        settings = server_settings(
            app, keep_alive_seconds=KEEP_ALIVE_SECONDS, finish_seconds=STREAMS_END_SECONDS
        )
        self._server = _Server(settings)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if number := getattr(signal, name, None):
                signal.signal(number, lambda *_: self._end())
        prover = threading.Thread(target=self._prove, args=(announce,), name="announce", daemon=True)
        prover.start()
        gc.freeze()  # what start-up made stays; the collector need not look at it again
        self._server.run(sockets=[listener])
        prover.join(PROOF_SECONDS)  # told to end while it was writing the file
        _withdraw(self._home, self.context.info.instance)

    def stop(self, everything: bool) -> None:
        """End soon; the answer to whoever asked is sent first."""
        threading.Thread(target=self._stop, args=(everything,), name="stop", daemon=True).start()

    def _stop(self, everything: bool) -> None:
        if everything:
            log.info("stopping every run and endpoint")
            try:
                self._service.stop_all()
            except Exception:  # the boundary of this thread: the order to end must be obeyed all the same
                log.exception("not everything could be stopped")
            time.sleep(STREAMS_HEAR_SECONDS)
        self._end()

    def _end(self) -> None:
        # The file goes first: who misses us and finds none knows that we were stopped, and did not die.
        _withdraw(self._home, self.context.info.instance)
        self.context.closing.set()
        if self._server:
            self._server.should_exit = True

    def _prove(self, announce: Callable[[], None]) -> None:
        try:
            announce()
        except Exception:  # the boundary of this thread: an engine that cannot be found must not stay
            log.exception("the engine does not answer its own question")
            self._end()


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, which would kill us before we have cleaned up."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _parts(home: Home) -> Iterator[tuple[Monitor, Service]]:
    monitor = Monitor(home.root)
    service = Service(home, monitor)
    monitor.start()
    service.start()
    try:
        yield monitor, service
    finally:
        service.close()
        monitor.close()


def _announce(home: Home, file: EngineFile, said: Callable[[EngineFile], None]) -> None:
    """Write engine.json, once our own port has answered with our own name."""
    deadline = time.monotonic() + PROOF_SECONDS
    while not _answers(file):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer at {file.url}")
        time.sleep(0.01)
    write_durably(home.engine_file, file.model_dump_json())
    log.info("listening at %s", file.url)
    said(file)


def _answers(file: EngineFile) -> bool:
    connection = http.client.HTTPConnection(file.url.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/v1/engine", headers={"Authorization": f"Bearer {file.token}"})
        answer = connection.getresponse()
        return answer.status == 200 and json.loads(answer.read())["instance"] == file.instance
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _withdraw(home: Home, instance: str) -> None:
    """Take engine.json away, unless it is another engine's by now."""
    path: Path = home.engine_file
    found = read_json(path)
    if isinstance(found, dict) and found.get("instance") == instance:
        path.unlink(missing_ok=True)
