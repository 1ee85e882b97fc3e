"""Words to numbers, learnt from the training texts. Numbers 0 and 1 are padding and every unknown word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

PADDING, UNKNOWN = 0, 1
SPECIALS = 2

# Chinese, Japanese and Korean write without spaces: there each sign is a word of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’][^\W{_UNSPACED}]+)*")


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, in one form of Unicode."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


@dataclass(frozen=True)
class Vocabulary:
    """The words known to a model, most frequent first; word i has the number i + SPECIALS."""

    words: tuple[str, ...]
    max_tokens: int

    @classmethod
    def fit(cls, texts: Iterable[str], size: int, max_tokens: int) -> "Vocabulary":
        """Keep the most frequent words; equal counts in alphabetical order, so that the result is one."""
        counts = Counter(word for text in texts for word in words_of(text))
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        return cls(tuple(ranked[: size - SPECIALS]), max_tokens)

    @property
    def size(self) -> int:
        return len(self.words) + SPECIALS

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words, start=SPECIALS)}

    def encode(self, text: str) -> list[int]:
        """Numbers of the first ``max_tokens`` words; a text without a word becomes one unknown word."""
        numbers = [self._numbers.get(word, UNKNOWN) for word in words_of(text)[: self.max_tokens]]
        return numbers or [UNKNOWN]

    def encode_all(self, texts: Iterable[str]) -> np.ndarray:
        """Rows of numbers, one a text, filled up to the longest."""
        return pad([self.encode(text) for text in texts])

    def as_json(self) -> dict[str, Any]:
        return {"words": list(self.words), "max_tokens": self.max_tokens}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Vocabulary":
        return cls(tuple(value["words"]), int(value["max_tokens"]))


def pad(texts: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of one length, filled up with PADDING."""
    width = max((len(text) for text in texts), default=1)
    padded = np.full((len(texts), width), PADDING, dtype=np.int64)
    for row, text in zip(padded, texts, strict=True):
        row[: len(text)] = text
    return padded
