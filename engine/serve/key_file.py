"""The keys an endpoint accepts, as hashes in a file that the engine rewrites.

A new key counts at once, a revoked one is refused within 50 ms.
"""

import os
import time
from pathlib import Path

from engine.system.files import read_json
from engine.web.keys import matches

_LOOK_SECONDS = 0.05  # asking the disk with every request would cost each a turn of the interpreter's lock


class KeyFile:
    """Reads the file again only when it has changed. Without a readable file no key is right."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._digests: list[str] = []
        self._looked = float("-inf")

    def authorise(self, secret: str) -> bool:
        """Whether this secret is one of the keys now."""
        now = time.monotonic()
        if not 0 <= now - self._looked < _LOOK_SECONDS:
            self._look(now)
        if matches(secret, self._digests):
            return True
        self._look(now)  # a key made a moment ago is right from its first use
        return matches(secret, self._digests)

    def _look(self, now: float) -> None:
        self._looked = now
        self._read()

    def _read(self) -> None:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - asked several times a second
        except OSError:
            self._stamp, self._digests = None, []
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._digests = _digests(read_json(self._path))
            self._stamp = stamp


def _digests(value: object) -> list[str]:
    rows = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        return []
    found = [row.get("sha256") for row in rows if isinstance(row, dict)]
    return [digest for digest in found if isinstance(digest, str) and len(digest) == 64]
