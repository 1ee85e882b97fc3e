"""Encrypts the files of a finished model on the disk, and decrypts them; the card stays readable, for the lists."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.schema.card import CARD
from engine.schema.problem import UserError
from engine.system.sealed import is_sealed, seal, unseal
from engine.system.sealed.chunks import DamagedError
from engine.system.sealed.wrapped import WrongPassphraseError

FEWEST_LETTERS = 8  # of a passphrase; NIST SP 800-63B asks for as many of what a person remembers

_one_at_a_time = threading.Lock()  # each takes 128 MiB to make a key, and as much disk again as the model


def encrypt_model(folder: Path, name: str, passphrase: str) -> None:
    """Raises UserError where it is encrypted already, the passphrase is too short, or the disk is full."""
    if len(passphrase) < FEWEST_LETTERS:
        raise UserError("passphrase_too_short", field="passphrase", bound=FEWEST_LETTERS)
    with _changing(folder, name):
        if is_sealed(folder):
            raise UserError("model_encrypted_already", model=name)
        seal(folder, passphrase, plain=(CARD,))


def decrypt_model(folder: Path, name: str, passphrase: str) -> None:
    """Raises UserError where it is not encrypted, the passphrase is another, or a file is damaged."""
    with _changing(folder, name):
        if not is_sealed(folder):
            raise UserError("model_not_encrypted", model=name)
        unseal(folder, passphrase)


def must_be_open(folder: Path) -> None:
    """Raises UserError where the files beside the card cannot be read without a passphrase."""
    if is_sealed(folder):
        raise UserError("model_locked", field="id")


@contextmanager
def _changing(folder: Path, name: str) -> Iterator[None]:
    with _one_at_a_time:
        try:
            yield
        except WrongPassphraseError:
            raise UserError("passphrase_wrong", field="passphrase") from None
        except DamagedError as error:
            raise UserError("model_damaged", path=str(folder), file=str(error)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError("model_not_resealed", model=name, reason=reason) from error
