"""Tell which class a text belongs to. The loss is the mean cross-entropy."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.cleaning import clean
from engine.data.split import split_rows
from engine.data.table import read_table
from engine.data.vocabulary import Vocabulary, pad
from engine.model.preprocessing import TextPreprocessing
from engine.schema.data_spec import CleaningSpec
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source, Task

MOST_CLASSES_TABLED = 100  # a larger confusion matrix is megabytes an evaluation, and nobody reads it
_TOKENS_AT_ONCE = 1 << 14  # of one pass of an evaluation: more would be its memory's peak, and no faster
_EXAMPLE_LENGTH = 200  # characters of a training text shown in the model's form


class TextClassification(Task):
    """Word numbers, and a class for each text."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec, network = source.spec.data, source.spec.model
        kinds = {column.name: column.kind for column in source.card.columns}
        # Whatever kind the import saw, here a class is a name and a text is a text.
        kinds |= {spec.text: "text", spec.target: "category"}
        table = read_table(source.data, kinds, (spec.text, spec.target))

        # A text cannot be imputed: a row without one is left out in any case.
        rules = CleaningSpec(missing="drop", duplicates=spec.cleaning.duplicates)
        cleaned = clean(table, spec.target, (spec.text,), rules)
        self.cleaned = cleaned.counts
        texts, classes = (table.columns[name][cleaned.rows] for name in (spec.text, spec.target))
        self.labels = tuple(sorted(set(classes)))
        if len(self.labels) < 2:
            raise UserError("one_class", field="data.target", column=spec.target)
        numbers = np.searchsorted(np.array(self.labels, dtype=object), classes)
        self.outputs = len(self.labels)
        self.split = split_rows(len(texts), spec.split, numbers)

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

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output, targets, reduction="sum")

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        loss = self.loss(output, targets).double().reshape(1)
        pairs = targets * self.outputs + output.argmax(dim=1)
        confusion = torch.bincount(pairs, minlength=self.outputs**2).double()
        return torch.cat([loss, confusion]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        confusion = sums[1:].reshape(self.outputs, self.outputs)  # true class down, predicted class across
        hits = np.diag(confusion)
        wanted, given = confusion.sum(axis=1), confusion.sum(axis=0)
        f1 = 2 * hits / np.maximum(wanted + given, 1)
        scores = {
            "loss": float(sums[0]) / rows,
            "accuracy": float(hits.sum()) / rows,
            "f1": dict(zip(self.labels, f1.tolist(), strict=True)),
            "f1_macro": float(f1.mean()),
        }
        if self.outputs <= MOST_CLASSES_TABLED:
            scores |= {"confusion": confusion.astype(int).tolist(), "labels": list(self.labels)}
        return scores


def _tensors(vocabulary: Vocabulary, texts: np.ndarray, classes: np.ndarray, device: torch.device) -> Batch:
    tokens = pad([vocabulary.encode(text) for text in texts])
    return Batch(torch.from_numpy(tokens).to(device), torch.from_numpy(classes.astype(np.int64)).to(device))
