"""Say which token comes next: what all forms of it have in common, whatever the tokens are read from.

The loss is the mean cross-entropy of the tokens that count.
"""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.text.answers import UNCOUNTED
from engine.data.text.tokenizer import TextTokenizer
from engine.train.task.base import Source, Task

MOST_ROWS = 16  # of one pass of an evaluation: more do not make it faster
_LOGITS = 1 << 26  # numbers that such a pass may put out: 256 MiB in fp32
_LARGEST_EXPONENT = 700.0  # e to that is a float still


class LanguageModel(Task):
    """Rows of tokens, each followed by the one that should be said."""

    padding = UNCOUNTED

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._device = source.device

    def learn_tokens(self, tokenizer: TextTokenizer, context: int, words: int, counts: np.ndarray) -> None:
        """What loss and scores need to know: ``words`` that the network has scores for, and how often each token is
        said in the training part, by its number."""
        self.outputs, self.units_per_row = words, context
        self.best_batch = max(1, min(MOST_ROWS, _LOGITS // (context * words)))
        self._bytes = torch.from_numpy(_filled(tokenizer.lengths, words)).to(self._device)
        known = _filled(counts, words) + 1.0  # no token is impossible
        self._surprise = torch.from_numpy(-np.log(known / known.sum())).to(self._device)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output.flatten(0, -2), targets.flatten(), reduction="sum")

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        loss, said = self.loss(output, targets).double(), targets[targets != UNCOUNTED]
        unigram, size = self._surprise[said].sum(), self._bytes[said].sum()
        return torch.stack([loss, unigram, size.double(), loss.new_tensor(len(said))]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        loss, unigram, size, tokens = sums.tolist()
        return {
            **_scores(loss, tokens, size),
            "unigram_loss": unigram / tokens,  # of a model that knows only how frequent each token is
            "baseline": {"name": "unigram", **_scores(unigram, tokens, size)},
        }


def _filled(values: np.ndarray, size: int) -> np.ndarray:
    """Zeros for words that no token stands for: networks have some more, so that their number is a round one."""
    return np.pad(values[:size], (0, max(size - len(values), 0)))


def _scores(loss: float, tokens: float, size: float) -> dict[str, float | None]:
    """Of a summed loss over so many tokens, which are ``size`` bytes of text."""
    return {
        "loss": loss / tokens,
        "perplexity": math.exp(min(loss / tokens, _LARGEST_EXPONENT)),
        "bits_per_byte": loss / math.log(2) / size if size else None,
    }
