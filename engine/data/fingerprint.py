"""The SHA-256 of a file's content: the same content is the same data, whatever the file is called."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """64 hex digits; reads the file once."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
