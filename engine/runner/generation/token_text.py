"""What single tokens stand for, as log probabilities tell them: text, and bytes where a token is part of a sign."""

import re

from engine.data.text.tokenizer import TextTokenizer

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_SPACE = "▁"


class TokenTexts:
    """Of one tokenizer."""

    def __init__(self, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer
        self._letters = _byte_of_letter() if tokenizer.spells_bytes else None
        self._special = frozenset(tokenizer.special)
        self._known: dict[int, tuple[str, list[int]]] = {}

    def of(self, token: int) -> tuple[str, list[int]]:
        """The text, unreadable parts replaced, and the bytes."""
        if token not in self._known:
            data = self._bytes(token)
            self._known[token] = data.decode(errors="replace"), list(data)
        return self._known[token]

    def _bytes(self, token: int) -> bytes:
        written = self._tokenizer.written(token)
        if token in self._special:
            return written.encode()
        if self._letters is not None:
            return bytes(self._letters[letter] for letter in written if letter in self._letters)
        if found := _BYTE.fullmatch(written):
            return bytes([int(found[1], 16)])
        return written.replace(_SPACE, " ").encode()


def _byte_of_letter() -> dict[str, int]:
    """Of GPT-2's alphabet (Radford et al., 2019): readable bytes are themselves, the others follow from 256."""
    readable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in readable]
    return {chr(byte): byte for byte in readable} | {chr(256 + n): byte for n, byte in enumerate(others)}
