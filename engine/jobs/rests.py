"""Endpoints that wait a while before their next start, each longer the less it lived."""

import time
from collections.abc import Callable

from engine.system.backoff import next_wait


class Rests:
    """Rests by job. What an earlier engine knew is not kept: its end is a good reason to start at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waits: dict[str, tuple[float, float]] = {}  # seconds, and until when

    def after(self, id: str, lived: float) -> None:
        """It died, after so many seconds in which it answered."""
        last = self._waits[id][0] if id in self._waits else None
        wait = next_wait(last, lived)
        self._waits[id] = (wait, self._clock() + wait)

    def forget(self, id: str) -> None:
        """A person will say when it starts again."""
        self._waits.pop(id, None)

    def is_resting(self, id: str) -> bool:
        return id in self._waits and self._clock() < self._waits[id][1]
