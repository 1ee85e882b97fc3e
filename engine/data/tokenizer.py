"""Texts to token numbers and back: byte-pair encoding (Sennrich et al., 2016) over bytes (Radford et al., 2019).

Every text can be written, as each byte is a token of its own; the other tokens are learnt. The same texts give the
same tokens, in whatever number of threads they are counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

END = "<|endoftext|>"
_TOGETHER = 512  # texts encoded at once: enough for every thread, little enough to bound memory


class BytePairs:
    """A trained tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    @classmethod
    def fit(cls, texts: Iterable[str], vocabulary: int) -> "BytePairs":
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
        tokenizer.train_from_iterator(texts, trainer)
        return cls(tokenizer)

    @classmethod
    def from_json(cls, text: str) -> "BytePairs":
        """The inverse of ``as_json``; raises ValueError when it is none."""
        try:
            return cls(Tokenizer.from_str(text))
        except Exception as error:  # the library raises no narrower class
            raise ValueError(str(error)) from error

    def as_json(self) -> str:
        """The content of the library's own ``tokenizer.json``."""
        return self._tokenizer.to_str()

    @property
    def size(self) -> int:
        return self._tokenizer.get_vocab_size()

    @cached_property
    def end(self) -> int:
        """The number of the token after each text."""
        return self._tokenizer.token_to_id(END)

    @cached_property
    def lengths(self) -> np.ndarray:
        """Bytes of text that each token stands for; none for the end of a text."""
        lengths = np.zeros(self.size, dtype=np.int64)
        for token, number in self._tokenizer.get_vocab().items():
            lengths[number] = 0 if token == END else len(token)
        return lengths

    def encode(self, text: str) -> list[int]:
        """The numbers of one text; half a sign, as JSON can bring it, is read as a question mark."""
        return self._tokenizer.encode(text.encode(errors="replace").decode()).ids

    def encode_all(self, texts: Sequence[str]) -> Iterator[np.ndarray]:
        """The numbers of each text, in 16 bits where they fit."""
        kind = np.uint16 if self.size <= 1 << 16 else np.int32
        for start in range(0, len(texts), _TOGETHER):
            for encoded in self._tokenizer.encode_batch_fast(texts[start : start + _TOGETHER]):
                yield np.array(encoded.ids, dtype=kind)

    def decode(self, numbers: Sequence[int]) -> str:
        return self._tokenizer.decode(list(numbers), skip_special_tokens=True)
