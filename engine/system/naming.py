"""Ids that people can read: a slug of the name and a few characters that make it one of a kind."""

import re
import unicodedata


def slug(name: str, fallback: str) -> str:
    """Lower-case ASCII letters, digits and dashes; ``fallback`` when nothing of the name is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or fallback


def is_id(text: str) -> bool:
    """Whether a text can be an id of ours, and so is safe as the name of a folder."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", text) is not None
