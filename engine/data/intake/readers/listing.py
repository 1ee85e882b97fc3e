"""The files of a folder, in the order of their names, and what the folders say by theirs. Reads no file but to hash it."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.data.intake.sources import BLOCK, stamp_of, unreadable
from engine.data.intake.watch import Watch
from engine.schema.problem import UserError

MOST_FILES = 2_000_000
_SPLITS = {"train": "train", "training": "train", "test": "test", "testing": "test", "val": "validation",
           "valid": "validation", "validation": "validation", "dev": "validation"}  # fmt: skip
_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})  # of systems; nobody means them as data


@dataclass(frozen=True)
class Entry:
    """A file below the folder."""

    path: Path
    name: str  # relative, with / on every system
    size: int

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(self.name.split("/")[:-1])


@dataclass(frozen=True)
class Listing:
    """A folder, surveyed."""

    path: Path
    entries: tuple[Entry, ...]
    sha256: str
    size: int
    stamp: str

    def is_unchanged(self) -> bool:
        return _stamp(list_files(self.path)) == self.stamp


def survey_folder(path: Path, watch: Watch, whole: bool = True) -> Listing:
    """List and hash a folder; without ``whole`` its files are not hashed, for a look at it. Raises UserError."""
    entries = list_files(path)
    if not entries:
        raise UserError("folder_empty", field="path", path=str(path))
    size = sum(entry.size for entry in entries)
    watch.enter("survey", max(size, 1))
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.name}\0".encode())
        if whole:
            digest.update(_hash(entry.path, watch))
    return Listing(path, entries, digest.hexdigest(), size, _stamp(entries))


def list_files(path: Path) -> tuple[Entry, ...]:
    """Plain files below a folder; links to folders are not followed. Raises UserError."""
    found: list[Entry] = []
    try:
        for entry in _walk(path, ""):
            found.append(entry)
            if len(found) > MOST_FILES:
                raise UserError("folder_too_full", field="path", path=str(path), limit=MOST_FILES)
    except OSError as error:
        raise unreadable(path, error) from None
    return tuple(sorted(found, key=lambda entry: entry.name))


def linked_folders(path: Path) -> tuple[str, ...]:
    """Links to folders below a folder, by their relative names: what lies in them is not read."""
    found = (
        (Path(inside) / name).relative_to(path)
        for inside, folders, _ in os.walk(path)
        for name in folders
        if not name.startswith(".") and (Path(inside) / name).is_symlink()
    )
    return tuple(sorted(os.fsencode(name).decode(errors="backslashreplace") for name in found))


def parts_of(entries: tuple[Entry, ...]) -> dict[str, tuple[str | None, str | None]]:
    """(split, label) of every file by the folders it lies in; a folder named like a split is none of a class.

    Labels are those of the first folder (below the split), and only when every file lies in one.
    """
    heads = {entry.folders[0].lower() if entry.folders else "" for entry in entries}
    has_splits = heads <= _SPLITS.keys()
    below = 1 if has_splits else 0
    has_labels = all(len(entry.folders) > below for entry in entries)
    return {
        entry.name: (
            _SPLITS[entry.folders[0].lower()] if has_splits else None,
            entry.folders[below] if has_labels else None,
        )
        for entry in entries
    }


def split_of(name: str) -> str | None:
    """The split that a file's name begins with, as in train-00000-of-00002.parquet."""
    word = name.lower().replace("_", "-").replace(".", "-").split("-")[0]
    return _SPLITS.get(word)


def _walk(folder: Path, prefix: str) -> Iterator[Entry]:
    with os.scandir(folder) as inside:
        for entry in inside:
            if entry.name.startswith(".") or entry.name.lower() in _LEFTOVERS:
                continue
            name = prefix + os.fsencode(entry.name).decode(errors="backslashreplace")
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), name + "/")
            elif entry.is_file():
                yield Entry(Path(entry.path), name, entry.stat().st_size)


def _hash(path: Path, watch: Watch) -> bytes:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                watch.advance(len(block))
    except OSError as error:
        raise unreadable(path, error) from None
    return digest.digest()


def _stamp(entries: tuple[Entry, ...]) -> str:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.name}\0{stamp_of(entry.path.stat())}".encode())
    return digest.hexdigest()
