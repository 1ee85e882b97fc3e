"""What every task has in common whose rows have any number of labels: one yes or no for each, and the scores.

Targets are rows × labels of 0 and 1. The loss of a row is the mean of its labels' cross-entropies, so that it compares
between sets of labels. With balanced class weights the rows with a label count together as much as those without it, and
1 in the mean, as in ``classification``; what is measured is never weighted.
"""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from engine.planning.columns import MOST_CLASSES
from engine.schema.metrics import MOST_CLASSES_RANKED
from engine.schema.problem import UserError
from engine.train.task import ranking
from engine.train.task.base import Source, Task

_ROWS_AT_ONCE = 4096  # of a thousand labels these are 32 MB


class MultiLabel(Task):
    """Any number of labels for each row, none among them; a label is said where its probability is 0.5 or more."""

    multi_label = True
    padding = float("nan")
    weights: Tensor | None = (
        None  # of rows without and with a label, 2 × labels; None where all weigh the same
    )

    def learn_labels(self, source: Source, labels: tuple[str, ...], training: np.ndarray) -> None:
        """The labels' names, and from the training rows' targets how frequent each is.

        Raises UserError where there is no label, or where there are more than a model can be asked to tell apart.
        """
        if not labels:
            raise UserError("no_labels", field="data.target", column=source.spec.data.target)
        if len(labels) > MOST_CLASSES:
            raise UserError(
                "too_many_labels",
                field="data.separator",
                column=source.spec.data.target,
                labels=len(labels),
                most=MOST_CLASSES,
            )
        self.labels, self.outputs = labels, len(labels)
        counts, rows = training.sum(axis=0, dtype=np.float64), len(training)
        # One added to either side of each label: none is impossible.
        self._known: dict[str, dict[str, Any]] = {}
        self._odds = torch.from_numpy(np.log((counts + 1) / (rows - counts + 1))).to(source.device)
        if source.spec.training.class_weights == "balanced":
            weights = rows / (2 * np.maximum([rows - counts, counts], 1))
            self.weights = torch.from_numpy(weights.astype(np.float32)).to(source.device)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(output, targets, self._weigh(targets), reduction="sum") / self.outputs

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        known, targets = (~targets.isnan()).to(output.dtype), targets.nan_to_num(0.0)
        weights = self._weigh(targets)
        weights = known if weights is None else known * weights
        return cross_entropy(output, targets, weights, reduction="sum") / self.outputs

    def _weigh(self, targets: Tensor) -> Tensor | None:
        if self.weights is None:
            return None
        without, having = self.weights
        return torch.lerp(without.expand_as(targets), having.expand_as(targets), targets)

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        said, true = output >= 0, targets >= 0.5
        parts = [
            cross_entropy(output, targets, reduction="sum").reshape(1) / self.outputs,
            (said == true).all(dim=1).sum().reshape(1),
            torch.stack([(said & true).sum(0), true.sum(0), said.sum(0)]),
        ]
        if self._is_ranked:
            parts.append(ranking.tally(output.double(), true))
        return torch.cat([part.flatten().double() for part in parts]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        loss, exact, table, ranked = self._parted(sums)
        hits, wanted, given = table
        f1 = 2 * hits / np.maximum(wanted + given, 1)
        scores = {
            "loss": float(loss[0]) / rows,
            "accuracy": float(exact[0]) / rows,  # rows whose labels are said exactly
            "f1": dict(zip(self.labels, f1.tolist(), strict=True)),
            "f1_macro": float(f1.mean()),
            "f1_micro": float(2 * hits.sum() / max(wanted.sum() + given.sum(), 1)),
        }
        if self._is_ranked:
            scores["roc_auc"] = ranking.mean_over([ranking.roc_auc(counts) for counts in ranked])
            scores["pr_auc"] = ranking.mean_over([ranking.average_precision(counts) for counts in ranked])
        return scores

    def baseline(self, split: str) -> dict[str, Any]:
        """Each label with its frequency among the training rows as its probability, whatever the row."""
        if split not in self._known:
            self._known[split] = self._scores_of_frequencies(self._parts[split].targets)
        return self._known[split]

    def _scores_of_frequencies(self, targets: Tensor) -> dict[str, Any]:
        if not len(targets):
            return {}
        parts = targets.split(_ROWS_AT_ONCE)
        sums = sum(self.sums(self._odds.expand(len(part), -1), part.double()) for part in parts)
        scores = self.scores(np.asarray(sums), len(targets))
        return {"name": "label_frequencies"} | {name: value for name, value in scores.items() if name != "f1"}

    @property
    def _is_ranked(self) -> bool:
        return self.outputs <= MOST_CLASSES_RANKED

    def _parted(self, sums: np.ndarray) -> tuple[np.ndarray, ...]:
        """Loss, exact rows, counts and histograms, as ``sums`` laid them side by side."""
        curves = self.outputs * self._is_ranked
        shapes = ((1,), (1,), (3, self.outputs), (curves, 2, ranking.bins(curves)))
        edges = np.cumsum([math.prod(shape) for shape in shapes])
        parts = np.split(sums, edges[:-1])
        return tuple(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))
