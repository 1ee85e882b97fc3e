"""Tell which class a text belongs to."""

import numpy as np
import torch
from torch import Tensor

from engine.data.prepare import prepare
from engine.data.vocabulary import Vocabulary, pad
from engine.model.preprocessing import TextPreprocessing
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.classification import Classification, numbered

_TOKENS_AT_ONCE = 1 << 14  # of one pass of an evaluation: more would be its memory's peak, and no faster
_EXAMPLE_LENGTH = 200  # characters of a training text shown in the model's form


class TextClassification(Classification):
    """Word numbers, and a class for each text."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec, network = source.spec.data, source.spec.model
        kinds = {column.name: column.kind for column in source.card.columns}
        # Whatever kind the import saw, here a class is a name and a text is a text.
        kinds |= {spec.text: "text", spec.target: "category"}
        prepared = prepare(source.data, kinds, spec, (spec.text,), spec.target, needed=(spec.text,))
        self.cleaned, self.split = prepared.counts, prepared.split
        texts, classes = (prepared.table.columns[name] for name in (spec.text, spec.target))
        self.labels, numbers = numbered(classes, spec.target)
        self.outputs = len(self.labels)

        self.best_batch = max(1, min(self.best_batch, _TOKENS_AT_ONCE // network.max_tokens))
        vocabulary = Vocabulary.fit(texts[self.split.train], network.vocabulary, network.max_tokens)
        example = texts[self.split.train[0]][:_EXAMPLE_LENGTH]
        self.preprocessing = TextPreprocessing(spec.text, vocabulary, example)
        for name in SPLITS:
            rows = getattr(self.split, name)
            self._parts[name] = _tensors(vocabulary, texts[rows], numbers[rows], source.device)

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Cut to the longest text of the batch: the rest would be padding."""
        inputs, targets, _ = super().batch(split, rows)
        longest = int((inputs != 0).any(dim=0).sum()) if len(rows) else 1
        return Batch(inputs[:, :longest], targets)

    def whole_batch(self, split: str, rows: Tensor) -> Batch:
        return super().batch(split, rows)


def _tensors(vocabulary: Vocabulary, texts: np.ndarray, classes: np.ndarray, device: torch.device) -> Batch:
    tokens = pad([vocabulary.encode(text) for text in texts])
    return Batch(torch.from_numpy(tokens).to(device), torch.from_numpy(classes.astype(np.int64)).to(device))
