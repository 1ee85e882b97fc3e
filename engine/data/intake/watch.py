"""How far an import is, told as it goes, and the place where it learns that it should stop. Knows no file."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.schema.problem import UserError

TELL_SECONDS = 0.25
_TOLD_AFTER = 0.02  # of the way: before it, the time that is left is a guess
# Seconds that a phase takes of an import, measured with tables; the hash is found while surveying.
PHASES = {"survey": 0.1, "read": 0.5, "write": 0.4}


@dataclass(frozen=True)
class Progress:
    """A moment of an import."""

    phase: str
    done_bytes: int
    total_bytes: int
    seconds_left: float | None


class Watch:
    """Counts the work of each phase; ``tell`` hears of it now and then."""

    def __init__(
        self,
        tell: Callable[[Progress], None] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell = tell
        self._is_cancelled = is_cancelled
        self._clock = clock
        self._began = clock()
        self._told = 0.0
        self._phase = next(iter(PHASES))
        self._expected = self._done = 0
        self._share = 0.0
        self.total_bytes = 0

    def enter(self, phase: str, expected: int) -> None:
        """Begin a phase of so much work, in any unit; the first one's is the size in bytes.

        A phase may begin again (a table within a folder, a file that needs repair); what was told does not go back.
        """
        self._phase, self._expected, self._done = phase, expected, 0
        self.total_bytes = self.total_bytes or expected
        self.advance(0)

    def advance(self, work: int) -> None:
        """So much more is done; raises UserError when the import was cancelled."""
        if self._is_cancelled():
            raise UserError("import_cancelled")
        self._done += work
        now = self._clock()
        if self._tell and now - self._told >= TELL_SECONDS:
            self._told = now
            self._tell(self._progress(now))

    def _progress(self, now: float) -> Progress:
        share = self._share = max(self._share, self._share_now())
        left = (now - self._began) * (1 - share) / share if share > _TOLD_AFTER else None
        return Progress(self._phase, int(share * self.total_bytes), self.total_bytes, left)

    def _share_now(self) -> float:
        names = list(PHASES)
        before = sum(PHASES[name] for name in names[: names.index(self._phase)])
        within = min(self._done / self._expected, 1.0) if self._expected else 1.0
        return min(before + PHASES[self._phase] * within, 1.0)
