"""Follows ``spec.json``: the engine rewrites it when what is served changes. Changes nothing itself."""

import os
import sys
from pathlib import Path

from pydantic import ValidationError

from engine.schema.serve import ServeSpec


class SpecWatch:
    """Reads the file again only when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = self._look()
        self.spec = ServeSpec.model_validate_json(path.read_bytes())

    def changed(self) -> ServeSpec | None:
        """The spec when it is another one now. One that cannot be read changes nothing."""
        stamp = self._look()
        if stamp == self._stamp:
            return None
        try:
            content = self._path.read_bytes()
        except OSError:  # the next look may have a descriptor to read it with
            return None
        self._stamp = stamp
        try:
            self.spec = ServeSpec.model_validate_json(content)
        except ValidationError as error:
            print(f"server: spec.json cannot be followed: {error}", file=sys.stderr, flush=True)
            return None
        return self.spec

    def _look(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - asked twice a second
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino
