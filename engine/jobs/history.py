"""What runs on this machine measured, kept in ``measured.json`` of the home; a damaged file is an empty one."""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable

from pydantic import ValidationError

from engine.planning.history import Measured
from engine.system.files import read_json, write_json
from engine.system.paths import Home

log = logging.getLogger(__name__)

OF_A_KIND = 8  # newest runs that are kept of one device, network, strategy and precision
MOST = 400  # in all


class History:
    """Read once, written whole after each run."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._path = home.root / "measured.json"
        self._lock = threading.Lock()
        self._entries: tuple[Measured, ...] | None = None

    def entries(self) -> tuple[Measured, ...]:
        """Oldest first."""
        with self._lock:
            if self._entries is None:
                self._entries = _read(read_json(self._path))
            return self._entries

    def peaks(self) -> dict[str, float]:
        """FLOP/s of matrix products that ranks measured, by the name they gave it (engine.train.work)."""
        value = read_json(self._home.root / "peaks.json")
        found = value.items() if isinstance(value, dict) else ()
        return {key: float(peak) for key, peak in found if isinstance(peak, int | float) and peak > 0}

    def add(self, entry: Measured) -> None:
        """Keep one more, and forget what newer runs of its kind make stale."""
        entries = _bounded((*self.entries(), entry))
        with self._lock:
            self._entries = entries
            try:
                write_json(self._path, {"runs": [e.model_dump(mode="json") for e in entries]})
            except (OSError, ValueError) as error:
                log.warning("what a run measured could not be kept: %s", error)


def _read(value: object) -> tuple[Measured, ...]:
    runs = value.get("runs") if isinstance(value, dict) else None
    return _bounded(_valid(runs if isinstance(runs, list) else []))


def _valid(runs: Iterable[object]) -> Iterable[Measured]:
    for run in runs:
        try:
            yield Measured.model_validate(run)
        except ValidationError:
            continue


def _bounded(entries: Iterable[Measured]) -> tuple[Measured, ...]:
    ordered = list(entries)
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    kept: list[Measured] = []
    for entry in reversed(ordered):
        key = (entry.kind, entry.threads, entry.world, entry.model, entry.strategy, entry.precision)
        seen[key] += 1
        if seen[key] <= OF_A_KIND and len(kept) < MOST:
            kept.append(entry)
    return tuple(reversed(kept))
