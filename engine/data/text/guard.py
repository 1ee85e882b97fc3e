"""Special tokens that somebody's text spells: they stay words, whatever a template writes around them."""

import re
from collections.abc import Iterable, Iterator

_GUARD = "\ufdd0"  # no character: Unicode leaves it to programs
_UNKNOWN = "\ufffd"


class Guard:
    """Breaks up what a tokenizer would take for one of its special tokens."""

    def __init__(self, specials: Iterable[str]) -> None:
        longer = "|".join(re.escape(token) for token in specials if len(token) > 1)
        self._begins = re.compile(f"(?=(?:{longer}))(.)", re.DOTALL) if longer else None

    def put(self, text: str) -> str:
        """The text with a guard behind the first letter of each special token that it spells."""
        text = text.replace(_GUARD, _UNKNOWN)
        return text if self._begins is None else self._begins.sub(rf"\1{_GUARD}", text)


def between_guards(text: str) -> Iterator[tuple[int, str]]:
    """The pieces of a guarded text, each to be read by itself, and where they begin."""
    start = 0
    for piece in text.split(_GUARD):
        yield start, piece
        start += len(piece) + len(_GUARD)
