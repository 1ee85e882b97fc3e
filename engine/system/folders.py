"""Folders that appear and disappear as one: made aside and renamed in, renamed out and then emptied."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from engine.system.files import sync_folder

_ASIDE = ".aside-"


@contextlib.contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A new folder to fill; it takes its name when the block ends well, and is gone when it does not."""
    aside = aside_of(folder, secrets.token_hex(4))
    aside.mkdir(mode=0o700, parents=True)
    try:
        yield aside
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def aside_of(folder: Path, mark: str) -> Path:
    """Where a folder is made before it takes its name, or goes when it loses it; swept if a crash leaves it."""
    return folder.with_name(f"{_ASIDE}{folder.name}-{mark}")


def take_out(folder: Path) -> Path | None:
    """Rename a folder out of sight, at once; the caller empties what is returned. None when it was absent."""
    aside = aside_of(folder, secrets.token_hex(4))
    try:
        folder.rename(aside)
    except FileNotFoundError:
        return None
    sync_folder(folder.parent)
    return aside


def delete_folder(folder: Path) -> None:
    """Delete a folder so that a crash in the middle never leaves half of it under its name."""
    aside = take_out(folder)
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)


def sweep_asides(parent: Path) -> None:
    """Delete what a crash left half made or half deleted."""
    for left in parent.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
