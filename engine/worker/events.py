"""Appends the events of a run to its file. Whole lines in one write; whoever reads meets no half line of ours."""

import os
import time
from pathlib import Path
from typing import Any

from engine.schema.event import EVENT, Event

_RHYTHM = 0.2  # seconds between two writes of events that nobody waits for
_TAIL = 1 << 20  # bytes in which the last line is first looked for


class Stopwatch:
    """Seconds of training over all attempts, by the monotonic clock."""

    def __init__(self) -> None:
        self.set(0.0)

    def set(self, seconds: float) -> None:
        """Go on from there: a resumed run counts from its checkpoint."""
        self._zero = time.perf_counter() - seconds

    def read(self) -> float:
        return time.perf_counter() - self._zero

    def at(self, mark: float) -> float:
        """What it showed when ``time.perf_counter`` was ``mark``."""
        return mark - self._zero


class EventWriter:
    """The one writer of ``events.jsonl``. Sequence numbers go on where the last attempt ended."""

    def __init__(self, path: Path, stopwatch: Stopwatch) -> None:
        self._stopwatch = stopwatch
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._seq = self._heal() + 1
        self._waiting: list[bytes] = []
        self._written = 0.0

    def say(self, event: type, *, at_once: bool = True, **fields: Any) -> None:
        """Write one event; with ``at_once=False`` it may wait a moment for others."""
        said: Event = event(seq=self._seq, time=time.time(), elapsed=self._stopwatch.read(), **fields)
        self._seq += 1
        self._waiting.append(said.model_dump_json(exclude_defaults=False).encode() + b"\n")
        if at_once or time.perf_counter() - self._written > _RHYTHM:
            self.flush()

    def flush(self) -> None:
        lines, self._waiting = b"".join(self._waiting), []
        while lines:  # the kernel may take less than a whole write when the disk fills up
            lines = lines[os.write(self._file, lines) :]
        self._written = time.perf_counter()

    def make_durable(self) -> None:
        """Make what was written survive a power cut: before a checkpoint claims that those steps were done."""
        os.fsync(self._file)

    def close(self) -> None:
        os.close(self._file)

    def _heal(self) -> int:
        """Cut off a half-written last line; returns the last sequence number, 0 for an empty file."""
        size = os.fstat(self._file).st_size
        reach = _TAIL
        while True:
            start = max(size - reach, 0)
            tail = _read(self._file, start, size - start)
            whole = tail.rfind(b"\n") + 1
            if start == 0 or tail.count(b"\n", 0, whole) > 1:
                break
            reach *= 8  # the last line is longer than that: a confusion of many classes with long names
        if whole < len(tail):
            os.ftruncate(self._file, start + whole)
        lines = tail[:whole].splitlines()
        return EVENT.validate_json(lines[-1]).seq if lines else 0


def _read(file: int, start: int, length: int) -> bytes:
    """These bytes; one read gives at most 2 GiB, and less when it likes."""
    os.lseek(file, start, os.SEEK_SET)
    parts = []
    while length and (part := os.read(file, length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


class SilentWriter:
    """What the other ranks have in its place."""

    def say(self, event: type, *, at_once: bool = True, **fields: Any) -> None:
        """Nothing: rank 0 speaks for all."""

    def flush(self) -> None:
        """Nothing."""

    def make_durable(self) -> None:
        """Nothing."""


Writer = EventWriter | SilentWriter
