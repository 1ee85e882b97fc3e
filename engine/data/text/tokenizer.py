"""Texts to token numbers and back, learnt here or brought by a pretrained model.

What is learnt here is byte-pair encoding (Sennrich et al., 2016) over bytes (Radford et al., 2019): every text can be
written, as each byte is a token of its own. The same texts give the same tokens, in whatever number of threads they
are counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Encoding, Tokenizer, decoders, models, pre_tokenizers, trainers

from engine.data.text.guard import Guard, between_guards

END = "<|endoftext|>"
_LONG = 1 << 12  # letters of a text during whose encoding other threads go on; a short one is sooner done
_TOGETHER = 512  # texts encoded at once: enough for every thread, little enough to bound memory
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")  # how tokenizers of pieces write a byte
_SPACE = "▁"  # and a space


@dataclass(frozen=True)
class Specials:
    """What tokens mean that no text holds; a token of None is not there."""

    end: str | None = END  # after each text
    begin: str | None = None  # before each text
    padding: str | None = None  # what fills rows up; the end where there is none
    hidden: str | None = None  # what stands for a token that is not shown
    stops: tuple[int, ...] = ()  # beside the end, after which an answer is over
    template: str | None = None  # in jinja: how conversations are written
    opening: str | None = None  # what a template may write first, also where no other text begins with it


class Spans(NamedTuple):
    """The tokens of a text, and which of its characters each stands for."""

    tokens: list[int]
    starts: list[int]
    ends: list[int]


class TextTokenizer:
    """A tokenizer, and what must be known of its special tokens."""

    def __init__(self, tokenizer: Tokenizer, specials: Specials | None = None) -> None:
        self._tokenizer, self.specials = tokenizer, specials or Specials()
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # as the words they are spelt with: see ``spans``

    @classmethod
    def fit(cls, texts: Iterable[str], vocabulary: int) -> "TextTokenizer":
        """Learn from these texts. ``vocabulary`` is the most tokens there may be; a small text has fewer pairs."""
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=vocabulary,
            special_tokens=[END],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(map(_whole, texts), trainer)
        return cls(tokenizer)

    @classmethod
    def from_json(cls, text: str, specials: dict[str, Any] | None = None) -> "TextTokenizer":
        """The inverse of ``as_json``; raises ValueError when it is none."""
        known = {**(specials or {}), "stops": tuple((specials or {}).get("stops", ()))}
        try:
            return cls(Tokenizer.from_str(text), Specials(**known))
        except Exception as error:  # the library raises no narrower class
            raise ValueError(str(error)) from error

    def as_json(self) -> str:
        """The content of the library's own ``tokenizer.json``."""
        return self._tokenizer.to_str()

    def specials_as_json(self) -> dict[str, Any]:
        return {**asdict(self.specials), "stops": list(self.specials.stops)}

    @cached_property
    def size(self) -> int:
        """One more than the largest number."""
        return max(self._tokenizer.get_vocab().values(), default=0) + 1

    @cached_property
    def end(self) -> int:
        """The number of the token after each text."""
        return self._number(self.specials.end, 0)

    @cached_property
    def begin(self) -> list[int]:
        """What stands before each text: one token, or none."""
        return [] if self.specials.begin is None else [self._number(self.specials.begin, 0)]

    @cached_property
    def padding(self) -> int:
        """The number that fills rows up."""
        return self._number(self.specials.padding, self.end)

    @cached_property
    def hidden(self) -> int:
        """The number that stands for a token that is not shown."""
        return self._number(self.specials.hidden, self.padding)

    @cached_property
    def special(self) -> tuple[int, ...]:
        """Numbers that no text is made of."""
        added = self._tokenizer.get_added_tokens_decoder().items()
        return tuple(sorted(number for number, token in added if token.special))

    @cached_property
    def guard(self) -> Guard:
        """What keeps a person's words from being read as special tokens by ``spans``."""
        return Guard(
            token.content for token in self._tokenizer.get_added_tokens_decoder().values() if token.special
        )

    @cached_property
    def stops(self) -> frozenset[int]:
        """Tokens after which an answer is over."""
        return frozenset((self.end, *self.specials.stops))

    @cached_property
    def spells_bytes(self) -> bool:
        """Whether its tokens are written in letters that each stand for a byte."""
        return isinstance(self._tokenizer.decoder, decoders.ByteLevel)

    def written(self, number: int) -> str:
        """A token as the vocabulary writes it; nothing where there is no such token."""
        return self._tokenizer.id_to_token(number) or ""

    @cached_property
    def lengths(self) -> np.ndarray:
        """Bytes of text that each token stands for; none for the end of a text and other special tokens."""
        vocabulary = self._tokenizer.get_vocab()
        special = frozenset(self.special)
        spelt = self.spells_bytes
        lengths = np.zeros(self.size, dtype=np.int64)
        for token, number in vocabulary.items():
            lengths[number] = 0 if number in special else len(token) if spelt else _bytes_of(token)
        return lengths

    def encode(self, text: str) -> list[int]:
        """The numbers of one text, all of it words; half a sign, as JSON can bring it, is read as a question mark."""
        return self._encoded(_whole(text)).ids

    def spans(self, text: str) -> Spans:
        """The numbers of what a template has written, and where in it they come from. Special tokens that it spells are
        such tokens, but for those that are guarded."""
        spans = Spans([], [], [])
        with self._reading_specials():
            for start, piece in between_guards(_whole(text)):
                encoded = self._encoded(piece)
                spans.tokens.extend(encoded.ids)
                spans.starts.extend(start + first for first, _ in encoded.offsets)
                spans.ends.extend(start + last for _, last in encoded.offsets)
        return spans

    def encode_framed(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """Each text with the special tokens that a model for classes expects around it, cut to ``most`` tokens."""
        self._tokenizer.enable_truncation(most)
        try:
            return [
                encoded.ids for encoded in self._tokenizer.encode_batch_fast([_whole(text) for text in texts])
            ]
        finally:
            self._tokenizer.no_truncation()

    def encode_all(self, texts: Sequence[str]) -> Iterator[np.ndarray]:
        """The numbers of each text, in 16 bits where they fit."""
        kind = np.uint16 if self.size <= 1 << 16 else np.int32
        for start in range(0, len(texts), _TOGETHER):
            some = texts[start : start + _TOGETHER]
            for encoded in self._tokenizer.encode_batch_fast(some, add_special_tokens=False):
                yield np.array(encoded.ids, dtype=kind)

    def decode(self, numbers: Sequence[int]) -> str:
        return self._tokenizer.decode(list(numbers), skip_special_tokens=True)

    def _encoded(self, text: str) -> Encoding:
        """The library holds the lock while it encodes a single text: a megabyte would stop all other threads for a
        second."""
        if len(text) < _LONG:
            return self._tokenizer.encode(text, add_special_tokens=False)
        return self._tokenizer.encode_batch([text], add_special_tokens=False)[0]

    @contextmanager
    def _reading_specials(self) -> Iterator[None]:
        self._tokenizer.encode_special_tokens = False
        try:
            yield
        finally:
            self._tokenizer.encode_special_tokens = True

    def _number(self, token: str | None, other: int) -> int:
        number = None if token is None else self._tokenizer.token_to_id(token)
        return other if number is None else number


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def _bytes_of(token: str) -> int:
    """Of a token of pieces: ``<0x0A>`` is a byte, ▁ a space, ## goes on with a word."""
    if _BYTE.fullmatch(token):
        return 1
    return len(token.replace(_SPACE, " ").removeprefix("##").encode())
