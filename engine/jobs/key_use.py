"""What was done with each key, summed over endpoints; their servers count, and write it into their run directories."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from engine.schema.api import KeyUse
from engine.system.files import read_json, write_json
from engine.system.paths import Home, RunFiles

Counts = dict[str, dict[str, Any]]  # by id of the key


class KeyUses:
    """Sums ``usage.json`` of every endpoint; a file is read again only when it has changed."""

    def __init__(self, home: Home, endpoints: Callable[[], Iterable[RunFiles]]) -> None:
        self._home, self._endpoints = home, endpoints
        self._known: dict[Path, tuple[tuple[int, int], Counts]] = {}  # stamp of the file, and what it said

    def all(self) -> Counts:
        """The fields of ``KeyUse`` by id of the key."""
        return _summed([self._counts(path) for path in self._paths()])

    def keep(self, files: RunFiles) -> None:
        """An endpoint is about to be deleted: what was done there stays counted."""
        kept = _summed([self._counts(self._home.usage), self._counts(files.usage)])
        if kept:
            write_json(self._home.usage, {"keys": kept})

    def _paths(self) -> list[Path]:
        return [self._home.usage, *(files.usage for files in self._endpoints())]

    def _counts(self, path: Path) -> Counts:
        try:
            status = path.stat()
        except OSError:
            return {}
        stamp = (status.st_mtime_ns, status.st_size)
        if (known := self._known.get(path)) is None or known[0] != stamp:
            value = read_json(path)
            known = self._known[path] = (stamp, value.get("keys", {}) if isinstance(value, dict) else {})
        return known[1]


def _summed(parts: Iterable[Counts]) -> Counts:
    sums: dict[str, KeyUse] = {}
    for counts in parts:
        for id, said in counts.items():
            sums[id] = _added(sums.get(id, KeyUse()), KeyUse.model_validate(said))
    return {id: use.model_dump() for id, use in sums.items()}


def _added(one: KeyUse, other: KeyUse) -> KeyUse:
    times = [use.last_used for use in (one, other) if use.last_used is not None]
    return KeyUse(
        last_used=max(times, default=None),
        requests=one.requests + other.requests,
        failed=one.failed + other.failed,
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
    )
