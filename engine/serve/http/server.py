"""The served model's socket and server: which port, how long it waits, how it ends."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import uvicorn

from engine.schema.problem import UserError
from engine.serve.http.app import ModelApp
from engine.serve.http.errors import refusal_body
from engine.serve.runner import Predictor, Runner
from engine.serve.traffic import Traffic
from engine.system.files import read_json, write_json
from engine.web.guard import Guard, loopback_hosts
from engine.web.settings import server_settings

FINISH_SECONDS = 5  # for requests in flight when the endpoint is stopped
MOST_CONNECTIONS = 1024
KEEP_ALIVE_SECONDS = 30


def open_socket(wanted: int, remembered: Path) -> socket.socket:
    """Listen on loopback: on the port asked for, else that of last time, else any. Raises UserError when it is taken."""
    if wanted:
        return _listen(wanted)
    last = (read_json(remembered) or {}).get("port")
    try:
        listener = _listen(last if isinstance(last, int) and 1024 <= last <= 65535 else 0)
    except UserError:
        listener = _listen(0)
    write_json(remembered, {"port": listener.getsockname()[1]})
    return listener


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port), backlog=512)
    except OSError as error:
        raise UserError("port_taken", field="port", port=port, reason=error.strerror or str(error)) from None


class HttpServer:
    """uvicorn around a model. ``tend`` runs beside it from the moment it answers until it ends."""

    def __init__(
        self,
        listener: socket.socket,
        predictor: Predictor,
        runner: Runner,
        traffic: Traffic,
        authorise: Callable[[str], bool],
        tend: Callable[[], Awaitable[None]],
    ) -> None:
        port = listener.getsockname()[1]
        app = ModelApp(predictor, runner, traffic)
        guard = Guard(app, authorise, loopback_hosts(port), error_body=refusal_body)
        self.url = f"http://127.0.0.1:{port}"
        self._listener = listener
        settings = server_settings(
            guard,
            keep_alive_seconds=KEEP_ALIVE_SECONDS,
            finish_seconds=FINISH_SECONDS,
            most_connections=MOST_CONNECTIONS,
        )
        self._server = _Server(settings, tend)

    def run(self) -> None:
        """Serve until ``stop``; requests in flight are finished."""
        self._server.run(sockets=[self._listener])

    def stop(self) -> None:
        """Take no more requests. May be called from a signal handler."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """uvicorn that leaves signals alone and has company."""

    def __init__(self, settings: uvicorn.Config, tend: Callable[[], Awaitable[None]]) -> None:
        super().__init__(settings)
        self._tend = tend

    async def main_loop(self) -> None:
        company = asyncio.ensure_future(self._tend())
        try:
            await super().main_loop()
        finally:
            company.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
