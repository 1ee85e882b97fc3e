"""A sealed folder whose passphrase is known: its files are decrypted into memory, and nowhere else."""

from pathlib import Path

from engine.schema.card import SEALED
from engine.system.sealed.chunks import DamagedError, decrypted
from engine.system.sealed.folder import SUFFIX
from engine.system.sealed.wrapped import DataKey, unwrap


class OpenedFolder:
    """Reads by name, as if the files lay there."""

    def __init__(self, folder: Path, data: DataKey) -> None:
        self.folder = folder
        self._data = data

    @property
    def names(self) -> tuple[str, ...]:
        return self._data.files

    def read(self, name: str) -> bytes:
        """Raises DamagedError where it is absent or not what was sealed."""
        if name not in self._data.files:
            raise DamagedError(name)
        try:
            with (self.folder / f"{name}{SUFFIX}").open("rb") as source:
                return b"".join(decrypted(self._data.key, name, source))
        except OSError as error:
            raise DamagedError(name) from error


def open_sealed(folder: Path, passphrase: str) -> OpenedFolder:
    """Raises WrongPassphraseError, and DamagedError where ``sealed.json`` is not what was written."""
    try:
        content = (folder / SEALED).read_bytes()
    except OSError as error:
        raise DamagedError(SEALED) from error
    return OpenedFolder(folder, unwrap(content, passphrase))
