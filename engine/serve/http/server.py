"""An endpoint's server: its socket, its TLS, its application, how long it waits and how it ends."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import uvicorn

from engine.schema.prediction import error_body
from engine.schema.problem import Problem
from engine.schema.serve import ServeSpec
from engine.serve.access.audit import AuditLog
from engine.serve.access.key_file import KeyFile
from engine.serve.access.usage import Usage
from engine.serve.http.application import Application
from engine.serve.http.certificate import Identity, identity_of
from engine.serve.http.listening import (
    LOOPBACK,
    Hosts,
    address_to_show,
    most_connections,
    open_socket,
)
from engine.serve.http.surroundings import Surroundings
from engine.system.paths import RunFiles
from engine.web.body_room import BodyRoom
from engine.web.inspection import Inspection, Limits
from engine.web.patience import Patience
from engine.web.settings import server_settings

if TYPE_CHECKING:
    from engine.serve.models import Models

FINISH_SECONDS = 5  # for requests in flight when the endpoint is stopped
MOST_CONNECTIONS = 4096
HANDSHAKE_SECONDS = Patience().head
KEEP_ALIVE_SECONDS = 30
_KEYS_SECONDS = 0.5  # between two looks whether a key has gone, or been used
_MEBIBYTE = 1 << 20
_BODIES = 8  # of the largest size that are held at a time; small ones count by their size


class HttpServer:
    """uvicorn around the models of one endpoint.

    ``files`` is its run directory, for port, certificate, usage and audit; the keys stand in its home. ``tend`` runs
    beside the server, in its event loop, from the moment it answers until it ends. The constructor listens already;
    it raises UserError: port_taken, address_not_here, certificate_unusable.
    """

    def __init__(
        self, spec: ServeSpec, files: RunFiles, models: "Models", tend: Callable[[], Awaitable[None]]
    ) -> None:
        identity = identity_of(spec.network, files.root / "tls") if spec.network else None
        tls = identity.context() if identity else None
        self._listener = open_socket(spec.port, files.root / "endpoint.json", spec.network)
        port = self._listener.getsockname()[1]
        self.url = _url(spec, port)
        self.fingerprint = identity.fingerprint if identity else None
        self._usage = Usage(files.usage)
        self._application = Application(
            Surroundings(spec, models, AuditLog(files.audit)),
            KeyFile(files.home.keys, self._usage),
            _inspection(spec, identity, port),
            BodyRoom(_BODIES * spec.limits.body_mib * _MEBIBYTE),
        )
        settings = server_settings(
            self._application,
            keep_alive_seconds=KEEP_ALIVE_SECONDS,
            finish_seconds=FINISH_SECONDS,
            patience=patience_of(spec),
        )
        settings.load()
        settings.ssl = tls
        self._server = _Server(settings, (tend, self._look_after_keys))

    def run(self) -> None:
        """Serve until ``stop``; requests in flight are finished."""
        gc.freeze()  # what start-up made stays; the collector need not look at it again
        try:
            self._server.run(sockets=[self._listener])
        finally:
            if (counts := self._usage.changed(at_once=True)) is not None:
                self._usage.write(counts)

    def stop(self) -> None:
        """Take no more requests. May be called from a signal handler."""
        self._server.should_exit = True

    async def _look_after_keys(self) -> None:
        """End what a revoked key has under way, and write down what keys have used."""
        while True:
            await asyncio.sleep(_KEYS_SECONDS)
            self._application.end_revoked()
            if (counts := self._usage.changed()) is not None:
                await asyncio.to_thread(self._usage.write, counts)


def _url(spec: ServeSpec, port: int) -> str:
    if spec.network is None:
        return f"http://{LOOPBACK}:{port}"
    address = address_to_show(spec.network)
    return f"https://[{address}]:{port}" if ":" in address else f"https://{address}:{port}"


def _inspection(spec: ServeSpec, identity: Identity | None, port: int) -> Inspection:
    names = (LOOPBACK, "localhost") if identity is None else identity.names
    origins = frozenset(origin.encode() for origin in spec.origins)
    return Inspection(Hosts(names, port), origins, Limits(body=spec.limits.body_mib * _MEBIBYTE))


def patience_of(spec: ServeSpec) -> Patience:
    """How long each phase of a request may take at this endpoint."""
    return Patience(
        body=Patience().body + spec.limits.body_mib,  # a mebibyte a second is slow enough
        connections=most_connections(MOST_CONNECTIONS),
        cancels=True,
        error_body=lambda status, code: error_body([Problem(code=code)]),
    )


class _Server(uvicorn.Server):
    """uvicorn that leaves signals alone and has company."""

    def __init__(self, settings: uvicorn.Config, company: tuple[Callable[[], Awaitable[None]], ...]) -> None:
        super().__init__(settings)
        self._company = company

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Without this, whoever says nothing to the TLS port keeps a descriptor for a minute: no connection that counts
        is made before the handshake."""
        settings, state = self.config, self.server_state
        protocol: Any = settings.http_protocol_class
        self.servers = [
            await asyncio.get_running_loop().create_server(
                lambda: protocol(config=settings, server_state=state, app_state={}),
                sock=listener,
                ssl=settings.ssl,
                ssl_handshake_timeout=HANDSHAKE_SECONDS if settings.ssl else None,
                backlog=settings.backlog,
            )
            for listener in sockets or ()
        ]
        self.started = True

    async def main_loop(self) -> None:
        company = [asyncio.ensure_future(tend()) for tend in self._company]
        try:
            await super().main_loop()
        finally:
            for task in company:
                task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
