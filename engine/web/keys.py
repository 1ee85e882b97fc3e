"""Secrets a caller shows: how they are made, hinted at, kept and compared. Only their hashes are kept.

They are 256 random bits, so a plain SHA-256 is enough and no slow hash is needed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable


def new_secret(prefix: str = "") -> str:
    """A fresh secret; the prefix only tells people what it is for."""
    return prefix + secrets.token_urlsafe(32)


def hint_of(secret: str) -> str:
    """What a list may show of a secret: ``my-…3f9a``."""
    prefix, dash, _ = secret.partition("-")
    return f"{prefix}{dash}…{secret[-4:]}" if dash and len(prefix) <= 4 else f"…{secret[-4:]}"


def digest_of(secret: str) -> str:
    """The hash that is kept, as 64 hex digits."""
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def matches(secret: str, digests: Iterable[str]) -> bool:
    """Whether the secret belongs to one of the hashes; takes as long when the first fits as when none does."""
    given = digest_of(secret).encode()
    found = False
    for digest in digests:
        found |= hmac.compare_digest(given, digest.encode())
    return found
