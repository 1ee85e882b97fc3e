"""How uvicorn is set for every server of ours: plain HTTP/1.1, its word taken from nobody, no log of its own."""

import functools
from typing import Any

import uvicorn

from engine.web.patience import Patience, PatientProtocol


def server_settings(
    app: Any, *, keep_alive_seconds: int, finish_seconds: int, patience: Patience | None = None, **tls: Any
) -> uvicorn.Config:
    """``finish_seconds`` is what requests and streams in flight get when the server is told to end."""
    protocol: Any = functools.partial(PatientProtocol, patience=patience) if patience else PatientProtocol
    return uvicorn.Config(
        app,
        http=protocol,
        loop="auto",  # uvloop, where there is one
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing stands between a caller and us that could speak for him
        timeout_keep_alive=keep_alive_seconds,
        timeout_graceful_shutdown=finish_seconds,
        **tls,
    )
