"""Who did what to endpoints, keys and models: lines that are only ever added. No secret is ever given to it."""

import getpass
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from engine.jobs.keys import ENGINE
from engine.schema.api import AuditLine
from engine.system.paths import Home, RunFiles

ROTATED_BYTES = 10 << 20
BLOCK = 64 << 10  # bytes read at once, from the end

_OF_SERVERS = {"unlock": ("model_unlocked", "unlock_refused")}  # their word, and ours for how it went


class Audit:
    """The engine's own lines in the home, and beside them those of the endpoints' servers."""

    def __init__(self, home: Home, endpoints: Callable[[], Iterable[RunFiles]]) -> None:
        self._home, self._endpoints = home, endpoints
        self._lock = threading.Lock()
        self._user = _user()

    def add(self, client: str, action: str, object: str, details: dict[str, Any]) -> None:
        """Say that somebody did something by way of the engine; it is on the disk when this returns."""
        line = AuditLine(
            time=time.time(), who=self._user, client=client, action=action, object=object, details=details
        )
        with self._lock:
            self._make_room()
            _append(self._home.audit, line.model_dump_json().encode() + b"\n")

    def newest(self, limit: int) -> list[AuditLine]:
        """The last lines of all files together, newest first."""
        lines = [*self._own(limit)]
        for files in self._endpoints():
            lines += _parsed(_last_lines(files.audit), limit, partial(_of_server, files.id))
        return sorted(lines, key=lambda line: -line.time)[:limit]

    def _own(self, limit: int) -> list[AuditLine]:
        lines: list[AuditLine] = []
        for path in (self._home.audit, *reversed(self._older())):
            lines += _parsed(_last_lines(path), limit - len(lines), AuditLine.model_validate)
            if len(lines) >= limit:
                break
        return lines

    def _older(self) -> list[Path]:
        return sorted(self._home.root.glob("audit-*.jsonl"))

    def _make_room(self) -> None:
        path = self._home.audit
        if path.exists() and path.stat().st_size >= ROTATED_BYTES:
            path.rename(path.with_name(f"audit-{time.time_ns():020d}.jsonl"))


def _append(path: Path, line: bytes) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file from its end on, read in blocks; none where there is no file."""
    try:
        file = path.open("rb")
    except OSError:
        return
    with file:
        place, rest = file.seek(0, os.SEEK_END), b""
        while place > 0:
            size = min(BLOCK, place)
            place = file.seek(place - size)
            rest, *lines = (file.read(size) + rest).split(b"\n")
            yield from reversed(lines)
        yield rest


def _parsed(lines: Iterator[bytes], limit: int, read: Callable[[Any], AuditLine | None]) -> list[AuditLine]:
    """At most so many; a line that a power cut left half written is passed over."""
    found: list[AuditLine] = []
    for line in lines:
        if len(found) >= limit:
            break
        try:
            told = read(json.loads(line))
        except (ValueError, KeyError, TypeError):
            continue
        found += [told] if told else []
    return found


def _of_server(endpoint: str, told: dict[str, Any]) -> AuditLine | None:
    """A server knows keys and no persons. An unlocking for the engine stands among the engine's lines already; what else
    was asked for with its key does not."""
    if told["key"] == ENGINE and told["action"] in _OF_SERVERS:
        return None
    status = told.get("status")
    done, refused = _OF_SERVERS.get(told["action"], (told["action"], told["action"]))
    return AuditLine(
        time=told["time"],
        who=told["name"],
        action=done if status is None or status < 300 else refused,
        object=endpoint,
        details={**told.get("params", {}), "key": told["key"], "status": status},
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return str(os.getuid()) if hasattr(os, "getuid") else "?"
