"""What was measured or tried when a model was served, kept beside its run and found again at the next start."""

import hashlib
import json
from pathlib import Path
from typing import Any

from engine.system.files import read_json, write_json


class Kept:
    """One answer in a file of several. ``asked`` is what it depends on: with anything else it is asked anew."""

    def __init__(self, file: Path, *asked: object) -> None:
        self._file = file
        self._key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]

    def found(self) -> Any | None:
        """None where nothing was kept, or nobody can read it."""
        return self._all().get(self._key)

    def keep(self, answer: Any) -> None:
        """Raises OSError."""
        write_json(self._file, {**self._all(), self._key: answer})

    def _all(self) -> dict[str, Any]:
        told = read_json(self._file)
        return told if isinstance(told, dict) else {}
