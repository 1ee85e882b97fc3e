"""Which process of somebody else takes the processor from a run. Looks; ends nothing."""

import time
from dataclasses import dataclass

import psutil

from engine.system.processes import job_marks

_NOTICEABLE = 0.2  # of a core; what takes less is not the reason


@dataclass(frozen=True)
class Stranger:
    """A process that is not of this run."""

    name: str
    pid: int
    share: float  # of one core


class Neighbourhood:
    """Compares two looks at all processes. A look costs some milliseconds: only where a rank is suspected."""

    def __init__(self) -> None:
        self._used: dict[int, float] = {}
        self._looked = 0.0

    def look(self) -> None:
        """Remember what every process has used so far."""
        self._used, self._looked = _seconds_used(), time.monotonic()

    def busiest(self, job_id: str) -> Stranger | None:
        """The busiest process since the last look that does not belong to this job; None when none is busy."""
        gap = time.monotonic() - self._looked
        now = _seconds_used()
        rates = {pid: (used - self._used[pid]) / gap for pid, used in now.items() if pid in self._used}
        for pid, share in sorted(rates.items(), key=lambda item: -item[1]):
            if share < _NOTICEABLE:
                return None
            try:
                process = psutil.Process(pid)
                if (job_marks(process) or ("", ""))[0] != job_id:
                    return Stranger(process.name(), pid, share)
            except psutil.Error:  # gone meanwhile
                continue
        return None


def _seconds_used() -> dict[int, float]:
    used = {}
    for process in psutil.process_iter():
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        used[process.pid] = times.user + times.system
    return used
