"""What an endpoint says in its events, also over a full disk: serving goes on, and what could not be written waits."""

import sys
from collections import deque
from pathlib import Path
from typing import Any

from engine.worker.events import EventWriter, Stopwatch

_KEPT = 1000  # events that wait for a disk; the oldest are forgotten


class Telling:
    """An event writer that does not fail. To be reminded by ``again`` now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stopwatch = Stopwatch()
        self._writer = EventWriter(path, self._stopwatch)
        self._waiting: deque[tuple[type, dict[str, Any]]] = deque(maxlen=_KEPT)

    def say(self, event: type, **fields: Any) -> None:
        self._waiting.append((event, fields))
        self.again()

    def again(self) -> None:
        """Write what waits, as far as it can be written."""
        try:
            while self._waiting:
                event, fields = self._waiting[0]
                self._writer.say(event, **fields)
                self._waiting.popleft()
        except OSError as error:
            print(f"server: events cannot be written: {error}", file=sys.stderr, flush=True)
            self._writer.close()
            self._writer = EventWriter(self._path, self._stopwatch)  # cuts off what was written of a line
