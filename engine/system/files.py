"""Files that are whole or absent: written aside, synced, renamed into place."""

import contextlib
import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from engine.system.faultpoint import faultpoint


def write_durably(path: Path, content: bytes | str, mode: int = 0o600) -> None:
    """Replace ``path`` so that a reader, or a power cut, finds the old content or the new, never half."""
    data = content.encode() if isinstance(content, str) else content
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        faultpoint("files.before_rename")
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def write_json(path: Path, value: Any) -> None:
    """``write_durably`` of one JSON value."""
    write_durably(path, json.dumps(value, ensure_ascii=False, allow_nan=False))


def read_json(path: Path) -> Any | None:
    """The JSON value in ``path``; None when it is absent or not readable as JSON."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def sha256_of(path: Path) -> str:
    """The hash of a file's content, as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Make a file that another library wrote survive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames and new names in ``folder`` survive a power cut."""
    if os.name == "nt":  # Windows cannot open folders; its renames are journaled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
