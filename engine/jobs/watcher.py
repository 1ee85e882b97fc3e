"""Reads what a run's processes leave in its directory: new events, its end, its shim's life. Changes nothing."""

import json
from pathlib import Path

from pydantic import ValidationError

from engine.jobs.event_log import read_lines
from engine.jobs.fold import Fold, fold_event
from engine.schema.job import Exit
from engine.system.files import read_json
from engine.system.lock import is_locked
from engine.system.paths import RunFiles
from engine.system.processes import Identity, is_alive


def fold_new_events(path: Path, fold: Fold) -> Fold:
    """The fold after every complete line that was added; the same object when there is none."""
    if not _has_grown(path, fold.offset):
        return fold
    for offset, line in read_lines(path, fold.offset):
        try:
            event = json.loads(line)
            fold = fold_event(fold, event, offset)
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
        ):  # a line torn by a power cut: skipped, not fatal
            fold = fold.model_copy(update={"offset": offset})
    return fold


def _has_grown(path: Path, offset: int) -> bool:
    try:
        return path.stat().st_size > offset
    except FileNotFoundError:
        return False


def read_exit(files: RunFiles, attempt: int) -> Exit | None:
    """How this attempt ended; None while it has not."""
    value = read_json(files.exit)
    if not isinstance(value, dict) or value.get("attempt") != attempt:
        return None
    try:
        return Exit.model_validate(value)
    except ValidationError:
        return None


def shim_identity(files: RunFiles, attempt: int) -> Identity | None:
    """Who keeps this attempt, as its shim wrote it; None before that."""
    value = read_json(files.shim)
    if not isinstance(value, dict) or value.get("attempt") != attempt:
        return None
    return Identity.from_json(value)


def shim_lives(files: RunFiles, attempt: int) -> bool:
    """Whether some shim of this attempt runs: by identity, or by the lock that only a live one holds."""
    return is_alive(shim_identity(files, attempt)) or is_locked(files.root / "shim.lock")


def last_heartbeat(files: RunFiles) -> int | None:
    """Changes while a shim beats. To be compared, not read as a time: the clock may be set."""
    try:
        return files.shim.stat().st_mtime_ns
    except FileNotFoundError:
        return None
