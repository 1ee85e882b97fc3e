"""The events of a job made of runs: written by the engine alone, to the same file and by the same rules as a run's."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.jobs.event_log import read_lines
from engine.schema.event import Event


class Journal:
    """Appends events; knows what it said before, in this engine or an earlier one. ``elapsed`` is the group's time."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._clock = path, clock
        self._seq = 0
        self._elapsed = 0.0
        self._since: float | None = None
        self._parts: dict[int, tuple[str, str]] = {}  # the job and the state it was last said to be in
        self._attempts: dict[str, int] = {}  # kind of event -> the attempt that has said it
        self._attempt = 0
        self._read()

    @property
    def elapsed(self) -> float:
        """Seconds in which the group was live, over all engines."""
        return self._elapsed + (self._clock() - self._since if self._since is not None else 0.0)

    def run(self, live: bool) -> None:
        """Let the time count, or stand still."""
        self._elapsed = self.elapsed
        self._since = self._clock() if live else None

    def has_said(self, kind: str, attempt: int) -> bool:
        return self._attempts.get(kind) == attempt

    def last_of(self, part: int) -> tuple[str, str] | None:
        """Which job a part was last said to be, and in which state."""
        return self._parts.get(part)

    def say(self, event: type, **fields: Any) -> None:
        """Write one event; a whole line in one write."""
        said: Event = event(seq=self._seq + 1, time=time.time(), elapsed=self.elapsed, **fields)
        line = said.model_dump_json().encode() + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
        self._take_in(json.loads(line))

    def _read(self) -> None:
        """What an earlier engine said; a line that it could not end is cut off."""
        whole = 0
        for offset, line in read_lines(self._path):
            whole = offset
            try:
                self._take_in(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):  # torn by a power cut
                continue
        if self._path.exists() and self._path.stat().st_size > whole:
            os.truncate(self._path, whole)

    def _take_in(self, event: dict[str, Any]) -> None:
        self._seq = event["seq"]
        if self._since is None:
            self._elapsed = max(self._elapsed, event.get("elapsed") or 0.0)
        match event["kind"]:
            case "started":
                self._attempt = event["attempt"]
            case "part":
                self._parts[event["part"]] = (event["job"], event["state"])
        self._attempts[event["kind"]] = self._attempt
