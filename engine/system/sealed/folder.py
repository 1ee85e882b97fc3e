"""Seals a folder's files and unseals them. At any moment one form is whole, and ``sealed.json`` says which.

While it is there the encrypted files are the folder's content and plain ones are left-overs; while it is not, the other
way round. So it is written last, and taken away first.
"""

import os
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path

from engine.schema.card import SEALED
from engine.system.faultpoint import faultpoint
from engine.system.files import sync_folder, write_durably
from engine.system.sealed.chunks import decrypted, encrypted
from engine.system.sealed.wrapped import DataKey, head_of, unwrap, wrap

SUFFIX = ".sealed"
_KEY_BYTES = 32


def is_sealed(folder: Path) -> bool:
    """Whether a passphrase is needed to read it."""
    return (folder / SEALED).is_file()


def seal(folder: Path, passphrase: str, plain: Collection[str]) -> None:
    """Encrypt every file but those named ``plain``; one that is sealed stays as it is. Raises OSError, and leaves the
    plain form then."""
    if is_sealed(folder):
        return
    finish(folder)
    names = tuple(sorted(name for name in _names(folder) if name not in plain))
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        for name in names:
            with (folder / name).open("rb") as source:
                _write(folder / f"{name}{SUFFIX}", encrypted(key, name, source))
            faultpoint("sealed.file")
        content = wrap(DataKey(key, names), passphrase)
    except BaseException:
        finish(folder)
        raise
    write_durably(folder / SEALED, content)
    faultpoint("sealed.sealed")
    finish(folder)


def unseal(folder: Path, passphrase: str) -> None:
    """Write the plain files again. Raises WrongPassphraseError and DamagedError, and leaves the sealed form then."""
    data = unwrap((folder / SEALED).read_bytes(), passphrase)
    try:
        for name in data.files:
            with (folder / f"{name}{SUFFIX}").open("rb") as source:
                _write(folder / name, decrypted(data.key, name, source))
            faultpoint("sealed.file")
    except BaseException:
        finish(folder)
        raise
    (folder / SEALED).unlink()
    sync_folder(folder)
    faultpoint("sealed.unsealed")
    finish(folder)


def finish(folder: Path) -> None:
    """Delete what an interrupted change has left: of a sealed folder the plain files, of a plain one the sealed."""
    if not folder.is_dir():
        return
    if is_sealed(folder):
        left = [folder / name for name in head_of((folder / SEALED).read_bytes())["files"]]
    else:
        left = [folder / name for name in _all_files(folder) if name.endswith(SUFFIX)]
        left += folder.glob(f".{SEALED}.*")  # as durable writing calls it until it is whole
    for path in left:
        path.unlink(missing_ok=True)
    if left:
        sync_folder(folder)


def _names(folder: Path) -> Iterator[str]:
    return (name for name in _all_files(folder) if not name.endswith(SUFFIX))


def _all_files(folder: Path) -> list[str]:
    """Names relative to the folder, with / between."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path.relative_to(folder).as_posix() for path in found]


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    """A new file, on the disk when this returns; nobody reads it before ``sealed.json`` says so."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
