"""Numbers that fall alike whenever they are asked for: found by seed, answer and place, remembered by nobody. So a text
does not depend on what else is written beside it, nor on how often it was put back."""

import hashlib
import struct

_KEY = struct.Struct("<QQQ")
_BITS = 53  # of a float's fraction


def uniform(seed: int, answer: int, place: int) -> float:
    """From 0 up to but without 1."""
    key = _KEY.pack(seed & 0xFFFF_FFFF_FFFF_FFFF, answer, place)
    number = int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")
    return (number >> (64 - _BITS)) / (1 << _BITS)
