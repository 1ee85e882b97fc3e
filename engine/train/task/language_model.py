"""Continue a text: say, at each token of a window, which one comes next.

A row is a window of ``context`` tokens; the loss is the mean cross-entropy a token. The text is parted into training,
validation and test before it is tokenised (see ``data/pieces``).
"""

import itertools
import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.split import Split
from engine.data.tokens import Tokens, tokens_of
from engine.data.windows import Windows
from engine.model.preprocessing import TokenPreprocessing
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source, Task

_LOGITS = 1 << 26  # numbers that one pass of an evaluation may put out: 256 MiB in fp32
_MOST_ROWS = 16  # of such a pass: more do not make it faster
_COUNTED = 1 << 22  # tokens counted at once: they are widened to 64 bits for it
_EXAMPLE_LENGTH = 80  # characters of the text shown in the model's form
_LARGEST_EXPONENT = 700.0  # e to that is a float still


class LanguageModel(Task):
    """Windows of tokens."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec = source.spec
        column = source.card.text_column(spec.data.text)
        if column is None:
            raise UserError("text_column_missing", field="data.text")
        tokens = tokens_of(source.data, source.card, column, spec.data, spec.model.shape.vocabulary)
        context = spec.model.context
        self._windows = {part: Windows(tokens.parts[part], context) for part in SPLITS}
        self._device = source.device
        if not len(self._windows["train"]):
            raise UserError(
                "text_too_short", field="data.source", tokens=len(tokens.parts["train"]), context=context
            )
        self.cleaned = {**tokens.cleaned, "tail_tokens": sum(part.tail for part in self._windows.values())}
        self.split, self.notes = _split(self._windows), tokens.notes
        self.outputs = tokens.tokenizer.size
        self.units_per_row = context
        self.best_batch = max(1, min(_MOST_ROWS, _LOGITS // (context * self.outputs)))
        self.preprocessing = TokenPreprocessing(
            column, tokens.tokenizer, context, _example(tokens), tokens.steps
        )
        self._bytes = torch.from_numpy(tokens.tokenizer.lengths).to(source.device)
        self._surprise = torch.from_numpy(_unigrams(tokens)).to(source.device)

    def rows(self, split: str) -> int:
        return len(self._windows[split])

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Read from the tokens in the machine's memory, and moved; best given rows that lie there too."""
        inputs, targets = (torch.from_numpy(part) for part in self._windows[split].take(rows.cpu().numpy()))
        return Batch(inputs.to(self._device, non_blocking=True), targets.to(self._device, non_blocking=True))

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output.flatten(0, 1), targets.flatten(), reduction="sum")

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        loss = self.loss(output, targets).double()
        unigram, size = self._surprise[targets].sum(), self._bytes[targets].sum()
        return torch.stack([loss, unigram, size.double()]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        loss, unigram, size = sums.tolist()
        tokens = rows * self.units_per_row
        return {
            **_scores(loss, tokens, size),
            "unigram_loss": unigram / tokens,  # of a model that knows only how frequent each token is
            "baseline": {"name": "unigram", **_scores(unigram, tokens, size)},
        }


def _scores(loss: float, tokens: int, size: float) -> dict[str, float | None]:
    """Of a summed loss over so many tokens, which are ``size`` bytes of text."""
    return {
        "loss": loss / tokens,
        "perplexity": math.exp(min(loss / tokens, _LARGEST_EXPONENT)),
        "bits_per_byte": loss / math.log(2) / size if size else None,
    }


def _split(windows: dict[str, Windows]) -> Split:
    """Windows numbered through: training, then validation, then test."""
    edges = np.cumsum([0, *(len(windows[part]) for part in SPLITS)])
    return Split(*(np.arange(first, last) for first, last in itertools.pairwise(edges)))


def _unigrams(tokens: Tokens) -> np.ndarray:
    """−log of how frequent each token is in the training part; one is added to each count, as none is impossible."""
    trained, size = tokens.parts["train"], tokens.tokenizer.size
    counts = np.ones(size)
    for start in range(0, len(trained), _COUNTED):
        counts += np.bincount(trained[start : start + _COUNTED], minlength=size)
    return -np.log(counts / counts.sum())


def _example(tokens: Tokens) -> str:
    """The beginning of the training part, up to a whole word."""
    start = tokens.tokenizer.decode(tokens.parts["train"][:_EXAMPLE_LENGTH].tolist())
    text = start[:_EXAMPLE_LENGTH].strip()
    return text.rpartition(" ")[0] or text
