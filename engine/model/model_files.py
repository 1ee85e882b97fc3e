"""The files of a finished model, by name: as they lie in its folder, or decrypted into memory where it is sealed."""

import hashlib
import json
from pathlib import Path
from typing import Any, Protocol

from safetensors.torch import load, load_file
from torch import Tensor

from engine.schema.card import CARD
from engine.schema.problem import UserError
from engine.system.manifest import MANIFEST, damaged_file
from engine.system.sealed import OpenedFolder, is_sealed, open_sealed
from engine.system.sealed.chunks import DamagedError
from engine.system.sealed.wrapped import WrongPassphraseError


class ModelFiles(Protocol):
    """What loading reads. Every ``read`` raises UserError ``model_damaged`` where a file is absent or not its own."""

    folder: Path
    sealed: bool  # whether the names stand for nothing on the disk

    def has(self, name: str) -> bool: ...

    def read(self, name: str) -> bytes: ...

    def tensors(self, name: str) -> dict[str, Tensor]:
        """Of a safetensors file. Raises SafetensorError besides."""

    def verify(self) -> None:
        """Raise UserError where a file is not what the manifest says."""


def open_files(folder: Path, passphrase: str | None = None) -> ModelFiles:
    """Raises UserError ``model_locked`` where a passphrase is needed, ``passphrase_wrong`` where it is another."""
    if not is_sealed(folder):
        return PlainFiles(folder)
    if passphrase is None:
        raise UserError("model_locked")
    try:
        return SealedFiles(open_sealed(folder, passphrase))
    except WrongPassphraseError:
        raise UserError("passphrase_wrong") from None
    except DamagedError as error:
        raise _damaged(folder, str(error)) from error


def json_of(files: ModelFiles, name: str) -> dict[str, Any]:
    """A file's JSON object; raises UserError where it is none."""
    try:
        value = json.loads(files.read(name))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise _damaged(files.folder, name)
    return value


class PlainFiles:
    """A folder as it is."""

    sealed = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise _damaged(self.folder, name) from error

    def tensors(self, name: str) -> dict[str, Tensor]:
        if not self.has(name):
            raise _damaged(self.folder, name)
        return load_file(self.folder / name)

    def verify(self) -> None:
        if damaged := damaged_file(self.folder, json_of(self, MANIFEST)):
            raise _damaged(self.folder, damaged)


class SealedFiles:
    """A folder whose passphrase is known. The cipher has verified what it gives; the card alone lies plain."""

    sealed = True

    def __init__(self, opened: OpenedFolder) -> None:
        self.folder = opened.folder
        self._opened = opened

    def has(self, name: str) -> bool:
        return name == CARD or name in self._opened.names

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / CARD).read_bytes() if name == CARD else self._opened.read(name)
        except (OSError, DamagedError) as error:
            raise _damaged(self.folder, name) from error

    def tensors(self, name: str) -> dict[str, Tensor]:
        return load(self.read(name))

    def verify(self) -> None:
        stored = {entry["name"]: entry["sha256"] for entry in json_of(self, MANIFEST).get("files", ())}
        if hashlib.sha256(self.read(CARD)).hexdigest() != stored.get(CARD):
            raise _damaged(self.folder, CARD)


def _damaged(folder: Path, name: str) -> UserError:
    return UserError("model_damaged", path=str(folder), file=name)
