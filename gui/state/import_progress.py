"""How far an import is, as the engine's change stream tells it. Knows no widget and no file."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

WAITING = "waiting"  # for the import before it


@dataclass(frozen=True)
class ImportProgress:
    """One import that is under way; it is gone when it has ended, however it ends."""

    id: str
    name: str
    path: str
    phase: str = WAITING
    done_bytes: int = 0
    total_bytes: int = 0
    seconds_left: float | None = None
    began: float = field(default_factory=time.monotonic, compare=False)  # when its first byte was told

    @property
    def share(self) -> float | None:
        """0…1; None while its size is not known."""
        return self.done_bytes / self.total_bytes if self.total_bytes else None

    def rate(self, now: float | None = None) -> float | None:
        """Bytes per second since it began; None before there is anything to say."""
        seconds = (time.monotonic() if now is None else now) - self.began
        return self.done_bytes / seconds if self.done_bytes and seconds > 0 else None

    def told(self, value: Mapping[str, Any]) -> "ImportProgress":
        """The same import, further on; its clock starts when it no longer waits."""
        after = read_progress(value)
        return after if self.phase == WAITING else replace(after, began=self.began)


def read_progress(value: Mapping[str, Any]) -> ImportProgress:
    """One line of the change stream; what it says beyond this is left alone."""
    names = ("id", "name", "path", "phase", "done_bytes", "total_bytes", "seconds_left")
    return ImportProgress(**{name: value[name] for name in names if name in value})
