"""Who managed what at one endpoint: a line each, appended and never changed."""

import json
import os
import time
from pathlib import Path
from typing import Any

from engine.serve.caller import Caller


class AuditLog:
    """Lines ``{"time", "key", "name", "action", "params", "status"}``; whole lines in one write. Never a secret."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, caller: Caller, action: str, status: int, **params: Any) -> None:
        """What ``caller`` asked for, and the status of the answer."""
        line = {
            "time": time.time(),
            "key": caller.key,
            "name": caller.name,
            "action": action,
            "params": params,
            "status": status,
        }
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        finally:
            os.close(descriptor)
