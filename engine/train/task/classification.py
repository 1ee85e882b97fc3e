"""What every task that says a class has in common: the mean cross-entropy, and its scores."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.schema.problem import UserError
from engine.train.task.base import Task

MOST_CLASSES_TABLED = 100  # a larger confusion matrix is megabytes an evaluation, and nobody reads it


class Classification(Task):
    """A class for each row. Targets are class numbers; shares of the classes where rows were mixed."""

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


def numbered(classes: np.ndarray, column: str) -> tuple[tuple[str, ...], np.ndarray]:
    """The classes in order, and the number of each row's; raises UserError when there is only one."""
    labels = tuple(sorted(set(classes)))
    if len(labels) < 2:
        raise UserError("one_class", field="data.target", column=column)
    return labels, np.searchsorted(np.array(labels, dtype=object), classes)
