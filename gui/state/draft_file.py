"""The unfinished draft on the disk, so that closing the window loses nothing."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any


class DraftFile:
    """One file in the home; a disk that refuses costs the draft its memory, not the person the window."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, Any] | None:
        """The draft as it was left, or None."""
        try:
            value = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) and value else None

    def save(self, spec: dict[str, Any] | None) -> None:
        """Replace the draft; None forgets it. Not synced to the disk: it is written while a person types."""
        with contextlib.suppress(OSError):
            if spec is None:
                self._path.unlink(missing_ok=True)
                return
            aside = self._path.with_suffix(".tmp")
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(spec, file, ensure_ascii=False)
            aside.replace(self._path)
