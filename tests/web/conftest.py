"""A real server on a real socket, in a thread of the test."""

import contextlib
import functools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from engine.web.guard import loopback_hosts
from engine.web.patience import Patience, PatientProtocol


@contextlib.contextmanager
def serving(make_app: Callable[[frozenset[bytes]], Any], patience: Patience | None = None) -> Iterator[int]:
    """Serve ``make_app(hosts)`` on a free port; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    protocol = functools.partial(PatientProtocol, patience=patience or Patience())
    config = uvicorn.Config(
        make_app(loopback_hosts(port)), http=protocol, ws="none", lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.005)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture
def serve() -> Callable[..., Any]:
    return serving
