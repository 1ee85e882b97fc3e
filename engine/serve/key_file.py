"""The keys an endpoint accepts, as hashes in a file that the engine rewrites; a change counts from the next request."""

import os
from pathlib import Path

from engine.system.files import read_json
from engine.web.keys import matches


class KeyFile:
    """Reads the file again only when it has changed. Without a readable file no key is right."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._digests: list[str] = []

    def authorise(self, secret: str) -> bool:
        """Whether this secret is one of the keys now."""
        self._read()
        return matches(secret, self._digests)

    def _read(self) -> None:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - asked with every request
        except OSError:
            self._stamp, self._digests = None, []
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._digests = _digests(read_json(self._path))
            self._stamp = stamp


def _digests(value: object) -> list[str]:
    rows = value.get("keys") if isinstance(value, dict) else None
    found = [row.get("sha256") for row in rows or () if isinstance(row, dict)]
    return [digest for digest in found if isinstance(digest, str) and len(digest) == 64]
