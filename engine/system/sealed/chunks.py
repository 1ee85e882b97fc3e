"""One file in encrypted chunks, each bound to its file, its place and whether it is the last.

So nothing can be changed, cut off, swapped or taken from another file without the reader's noticing. The nonce is eight
random bytes of the file and the number of the chunk: none comes twice under one key.
"""

import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

MAGIC = b"MODELYARD SEALED 1\n"
CHUNK = 1 << 20  # bytes of content
_TAG, _PREFIX = 16, 8
_PLACE = struct.Struct(">IB")  # number of the chunk, 1 for the last


class DamagedError(Exception):
    """This is not what was written under this key."""


def encrypted(key: bytes, name: str, source: BinaryIO, prefix: bytes | None = None) -> Iterator[bytes]:
    """The pieces of the sealed form of a file; ``prefix`` is drawn unless a test brings it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher, prefix = AESGCM(key), prefix or secrets.token_bytes(_PREFIX)
    yield MAGIC + prefix
    content, number = source.read(CHUNK), 0
    while True:
        following = source.read(CHUNK)
        yield cipher.encrypt(_nonce(prefix, number), content, _bound(prefix, name, number, not following))
        if not following:
            return
        content, number = following, number + 1


def decrypted(key: bytes, name: str, source: BinaryIO) -> Iterator[bytes]:
    """The content, chunk by chunk; raises DamagedError. Only the end of the iteration says that all of it was there."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher, head = AESGCM(key), source.read(len(MAGIC) + _PREFIX)
    prefix = head[len(MAGIC) :]
    if not head.startswith(MAGIC) or len(prefix) != _PREFIX:
        raise DamagedError(name)
    sealed, number = source.read(CHUNK + _TAG), 0
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number), sealed, _bound(prefix, name, number, not following))
        except (InvalidTag, ValueError) as error:
            raise DamagedError(name) from error
        if not following:
            return
        sealed, number = following, number + 1


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _bound(prefix: bytes, name: str, number: int, is_last: bool) -> bytes:
    return MAGIC + prefix + _PLACE.pack(number, is_last) + name.encode()
