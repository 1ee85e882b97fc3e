"""Continue a text: say, at each token of a window, which one comes next.

A row is a window of ``context`` tokens. The text is parted into training, validation and test before it is tokenised
(see ``data/text/pieces``).
"""

import itertools

import numpy as np
import torch
from torch import Tensor

from engine.data.rows.split import Split
from engine.data.text.tokens import Tokens, tokens_of
from engine.data.text.windows import Windows
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.language.words import known_words
from engine.train.task.language_model import LanguageModel

_COUNTED = 1 << 22  # tokens counted at once: they are widened to 64 bits for it
_EXAMPLE_LENGTH = 80  # characters of the text shown in the model's form


class Text(LanguageModel):
    """Windows of tokens, every one of which counts."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        spec = source.spec
        column = source.card.text_column(spec.data.text)
        if column is None:
            raise UserError("text_column_missing", field="data.text")
        known, context = known_words(spec.model), spec.model.context
        learnt_from = known.tokenizer if known else spec.model.shape.vocabulary
        tokens = tokens_of(source.data, source.card, column, spec.data, learnt_from)
        self._windows = {part: Windows(tokens.parts[part], context) for part in SPLITS}
        if not len(self._windows["train"]):
            raise UserError(
                "text_too_short", field="data.source", tokens=len(tokens.parts["train"]), context=context
            )
        self.cleaned = {**tokens.cleaned, "tail_tokens": sum(part.tail for part in self._windows.values())}
        self.split, self.notes = _split(self._windows), tokens.notes
        words = known.count if known else tokens.tokenizer.size
        self.learn_tokens(tokens.tokenizer, context, words, _counts(tokens))
        self.preprocessing = TokenPreprocessing(
            column, tokens.tokenizer, context, _example(tokens), tokens.steps
        )

    def rows(self, split: str) -> int:
        return len(self._windows[split])

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Read from the tokens in the machine's memory, and moved; best given rows that lie there too."""
        inputs, targets = (torch.from_numpy(part) for part in self._windows[split].take(rows.cpu().numpy()))
        return Batch(inputs.to(self._device, non_blocking=True), targets.to(self._device, non_blocking=True))


def _split(windows: dict[str, Windows]) -> Split:
    """Windows numbered through: training, then validation, then test."""
    edges = np.cumsum([0, *(len(windows[part]) for part in SPLITS)])
    return Split(*(np.arange(first, last) for first, last in itertools.pairwise(edges)))


def _counts(tokens: Tokens) -> np.ndarray:
    """How often each token stands in the training part."""
    trained, size = tokens.parts["train"], tokens.tokenizer.size
    counts = np.zeros(size)
    for start in range(0, len(trained), _COUNTED):
        counts += np.bincount(trained[start : start + _COUNTED], minlength=size)
    return counts


def _example(tokens: Tokens) -> str:
    """The beginning of the training part, up to a whole word."""
    start = tokens.tokenizer.decode(tokens.parts["train"][:_EXAMPLE_LENGTH].tolist())
    text = start[:_EXAMPLE_LENGTH].strip()
    return text.rpartition(" ")[0] or text
