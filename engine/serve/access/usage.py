"""What each key did at one endpoint, kept in a file over all its starts."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from engine.schema.api import KeyUse
from engine.system.files import read_json, write_json

Counts = dict[str, dict[str, float | int | None]]  # the fields of ``KeyUse`` by id of the key

_REST_SECONDS = 2.0  # between two writes of the file


class Use:
    """The counts of one key."""

    __slots__ = ("completion_tokens", "failed", "last_used", "prompt_tokens", "requests")

    def __init__(self, before: KeyUse | None = None) -> None:
        before = before or KeyUse()
        self.last_used = before.last_used
        self.requests = before.requests
        self.failed = before.failed
        self.prompt_tokens = before.prompt_tokens
        self.completion_tokens = before.completion_tokens


class Usage:
    """The counts of all keys by id. ``changed`` may be asked as often as one likes."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._uses = {key: Use(before) for key, before in _read(path).items()}
        self._written: tuple[int, int] | None = self._mark()
        self._when = float("-inf")

    def of(self, key: str) -> Use:
        """The counts of this key, to be added to."""
        return self._uses.setdefault(key, Use())

    def changed(self, at_once: bool = False) -> Counts | None:
        """What is to be written, where something has changed and the last time is two seconds ago."""
        now, mark = self._clock(), self._mark()
        if mark == self._written or (not at_once and now - self._when < _REST_SECONDS):
            return None
        self._written, self._when = mark, now
        return {key: _as_json(use) for key, use in self._uses.items() if use.requests}

    def write(self, counts: Counts) -> None:
        """Waits for the disk: not for the event loop. What a full one did not take is tried again."""
        try:
            write_json(self._path, {"keys": counts})
        except OSError as error:
            self._written = None
            print(f"server: the use of keys cannot be written: {error}", file=sys.stderr, flush=True)

    def _mark(self) -> tuple[int, int]:
        """Grows with every request that ended."""
        uses = self._uses.values()
        return sum(use.requests for use in uses), sum(
            use.prompt_tokens + use.completion_tokens for use in uses
        )


def _as_json(use: Use) -> dict[str, float | int | None]:
    return {name: getattr(use, name) for name in Use.__slots__}


def _read(path: Path) -> dict[str, KeyUse]:
    value = read_json(path)
    rows = value.get("keys") if isinstance(value, dict) else None
    found = {}
    for key, row in rows.items() if isinstance(rows, dict) else ():
        try:
            found[key] = KeyUse.model_validate(row)
        except ValidationError:
            continue  # one spoilt count is no reason to lose the others
    return found
