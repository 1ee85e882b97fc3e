"""A folder's data key, wrapped by a key that scrypt (Percival, 2009; RFC 7914) makes of a passphrase.

The list of the sealed files is bound to it: one that is taken away, added or renamed is noticed.
"""

import json
import secrets
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from engine.schema.card import SEALED
from engine.system.sealed.chunks import DamagedError

_N, _R, _P = 1 << 17, 8, 1  # 128 MiB and about 0.4 s a try; OWASP's first choice
_MOST_BYTES, _MOST_P = (
    1 << 30,
    16,
)  # scrypt takes 128 · n · r bytes: of a file that was not ours, all there are
_KEY = 32  # bytes, of AES-256


class WrongPassphraseError(Exception):
    """The passphrase opens nothing; or somebody changed what it opens."""


class DataKey(NamedTuple):
    """What files are encrypted with, and which files those are."""

    key: bytes
    files: tuple[str, ...]


def wrap(data: DataKey, passphrase: str) -> bytes:
    """The content of the file that keeps it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head: dict[str, Any] = {
        "version": 1,
        "kdf": "scrypt",
        "n": _N,
        "r": _R,
        "p": _P,
        "salt": secrets.token_hex(16),
        "nonce": secrets.token_hex(12),
        "files": list(data.files),
    }
    cipher = AESGCM(derived(passphrase, bytes.fromhex(head["salt"]), _N, _R, _P))
    key = cipher.encrypt(bytes.fromhex(head["nonce"]), data.key, _written(head))
    return _written({**head, "key": key.hex()})


def unwrap(content: bytes, passphrase: str) -> DataKey:
    """The inverse; raises WrongPassphraseError, and DamagedError at what ``wrap`` never wrote."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = head_of(content)
    key = bytes.fromhex(head.pop("key"))
    salt, nonce = bytes.fromhex(head["salt"]), bytes.fromhex(head["nonce"])
    cipher = AESGCM(derived(passphrase, salt, head["n"], head["r"], head["p"]))
    try:
        return DataKey(cipher.decrypt(nonce, key, _written(head)), tuple(head["files"]))
    except InvalidTag as error:
        raise WrongPassphraseError from error


def derived(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    """32 bytes; a letter that can be written in two ways counts as one."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=_KEY, n=n, r=r, p=p).derive(
        unicodedata.normalize("NFC", passphrase).encode()
    )


def head_of(content: bytes) -> dict[str, Any]:
    """All fields; raises DamagedError where it is not, byte for byte, in the form in which it is written."""
    try:
        head = json.loads(content)
        right = (
            _written(head) == content
            and (head["version"], head["kdf"]) == (1, "scrypt")
            and (len(head["salt"]), len(head["nonce"]), len(head["key"])) == (32, 24, 2 * (_KEY + 16))
            and all(type(head[name]) is int for name in "nrp")
            and (head["n"] > 1 and head["n"].bit_count() == 1 and head["r"] > 0)
            and (128 * head["n"] * head["r"] <= _MOST_BYTES and 0 < head["p"] <= _MOST_P)
            and all(map(_is_inside, head["files"]))
        )
        for name in ("salt", "nonce", "key"):
            right = right and bytes.fromhex(head[name]).hex() == head[name]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(SEALED) from error
    if not right:
        raise DamagedError(SEALED)
    return head


def _is_inside(name: Any) -> bool:
    """Whether it is a file's in the folder itself: names are followed, also to delete what they name."""
    path = Path(name)
    return bool(path.name) and not path.anchor and ".." not in path.parts and "\0" not in name


def _written(head: dict[str, Any]) -> bytes:
    return json.dumps(head, indent=1, sort_keys=True).encode()
