"""The imports that are under way: how far each is, and the wish to end one. Reads no file."""

import contextlib
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine.data.intake.watch import Progress, Watch
from engine.schema.problem import UserError

Publish = Callable[[str, str, dict[str, Any] | None], None]

NOUN = "import"
WAITING = "waiting"  # for the import before it


class Imports:
    """Thread-safe; each import is told as it goes, and is gone when it has ended, however it ends."""

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._lock = threading.Lock()
        self._cancelled: dict[str, threading.Event] = {}

    @contextlib.contextmanager
    def watched(self, id: str | None, name: str, path: Path) -> Iterator[Watch]:
        """A watch for one import; raises UserError when another goes by its id."""
        id = id or secrets.token_hex(8)
        cancelled = threading.Event()
        with self._lock:
            if id in self._cancelled:
                raise UserError("import_in_use", field="import_id", id=id)
            self._cancelled[id] = cancelled
        said = {"id": id, "name": name, "path": str(path)}

        def tell(progress: Progress) -> None:
            self._publish(NOUN, id, {**said, **vars(progress)})

        tell(Progress(WAITING, 0, 0, None))
        try:
            yield Watch(tell, cancelled.is_set)
        finally:
            with self._lock:
                del self._cancelled[id]
            self._publish(NOUN, id, None)

    def cancel(self, id: str) -> None:
        """Have an import end soon; raises UserError when there is none."""
        with self._lock:
            cancelled = self._cancelled.get(id)
        if cancelled is None:
            raise UserError("import_unknown", id=id)
        cancelled.set()
