"""What every task that says one class of several has in common: cross-entropy, what classes weigh, and the scores.

With balanced class weights the loss of a row of class c is multiplied by n / (classes · n_c), counted over the training
rows. That is 1 in the mean over those rows, so the losses of all rows are summed and divided by the rows of the batch
as ever: not by the weights in the batch, which differ by rank and by pass. What is measured is never weighted.
"""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.rows.split import Split
from engine.planning.columns import MOST_CLASSES
from engine.schema.metrics import FEWEST_CLASSES_OF_TOP5, MOST_CLASSES_RANKED
from engine.schema.problem import UserError
from engine.train.task import calibration, ranking
from engine.train.task.base import SPLITS, Source, Task

_TOP = 5


class Classification(Task):
    """A class for each row. Targets are class numbers; shares of the classes where rows were mixed."""

    weights: Tensor | None = None  # of the classes in the loss; None where all weigh the same
    counts_top5 = False  # whether being among the five likeliest is a score, where there are more classes

    def learn_classes(
        self, source: Source, labels: tuple[str, ...], numbers: np.ndarray, split: Split
    ) -> None:
        """The classes' names, how many rows of each part are of each (``numbers``: of all rows), and what they weigh."""
        self.labels, self.outputs = labels, len(labels)
        self._counts = {
            name: np.bincount(numbers[getattr(split, name)], minlength=len(labels)) for name in SPLITS
        }
        if source.spec.training.class_weights == "balanced":
            trained = self._counts["train"]
            weights = trained.sum() / (len(labels) * np.maximum(trained, 1))
            self.weights = torch.from_numpy(weights.astype(np.float32)).to(source.device)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output, targets, self.weights, reduction="sum")

    # --- scores

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        parts = [functional.cross_entropy(output, targets, reduction="sum").reshape(1)]
        parts.append(self._table(output.argmax(dim=1), targets))
        if self._counts_top:
            hits = output.topk(_TOP, dim=1).indices == targets[:, None]
            parts.append(hits.sum().reshape(1))
        if self._is_ranked:
            odds, truth = ranking.log_odds(output), functional.one_hot(targets, self.outputs).bool()
            first = 1 if self.outputs == 2 else 0  # of two classes the second says all
            parts.append(ranking.tally(odds[:, first:], truth[:, first:]))
        if self.outputs == 2:
            parts.append(calibration.tally(output.softmax(dim=1)[:, 1], targets == 1))
        return torch.cat([part.flatten().double() for part in parts]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        loss, table, top, ranked, _ = self._parted(sums)
        hits, wanted, given = (np.diag(table), table.sum(1), table.sum(0)) if self._is_ranked else table
        f1 = 2 * hits / np.maximum(wanted + given, 1)
        scores = {
            "loss": float(loss[0]) / rows,
            "accuracy": float(hits.sum()) / rows,
            "f1": dict(zip(self.labels, f1.tolist(), strict=True)),
            "f1_macro": float(f1.mean()),
        }
        if self._counts_top:
            scores["top5_accuracy"] = float(top[0]) / rows
        if self._is_ranked:
            scores["roc_auc"] = ranking.mean_over([ranking.roc_auc(counts) for counts in ranked])
            scores["pr_auc"] = ranking.mean_over([ranking.average_precision(counts) for counts in ranked])
            scores |= {"confusion": table.astype(int).tolist(), "labels": list(self.labels)}
        return scores

    def curves(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        """Of two classes: how the second is told from the first, and whether its probability can be believed."""
        if self.outputs != 2:
            return {}
        *_, ranked, believed = self._parted(sums)
        return {
            "roc": ranking.roc_points(ranked[0]),
            "pr": ranking.pr_points(ranked[0]),
            "calibration": calibration.points(believed),
        }

    def baseline(self, split: str) -> dict[str, Any]:
        """Always the most frequent class of the training rows; and their shares of classes as the probabilities, one
        added to each count, as none is impossible."""
        trained, counts = self._counts["train"], self._counts[split]
        rows, common = int(counts.sum()), int(trained.argmax())
        if not rows:
            return {}
        shares = (trained + 1) / (trained + 1).sum()
        hits = int(counts[common])
        known = {
            "name": "majority",
            "label": self.labels[common],
            "loss": float(-(counts * np.log(shares)).sum() / rows),
            "accuracy": hits / rows,
            "f1_macro": 2 * hits / (hits + rows) / self.outputs,
        }
        if self._counts_top:
            known["top5_accuracy"] = int(counts[np.argsort(-trained, kind="stable")[:_TOP]].sum()) / rows
        if self._is_ranked:
            own = counts[1:] if self.outputs == 2 else counts
            present = own[(own > 0) & (own < rows)]
            known["roc_auc"] = 0.5 if len(present) else None
            known["pr_auc"] = float(own[own > 0].mean() / rows) if own.any() else None
        return known

    @property
    def _is_ranked(self) -> bool:
        """Whether tables and histograms of all classes are made: of very many they are megabytes an evaluation."""
        return self.outputs <= MOST_CLASSES_RANKED

    @property
    def _counts_top(self) -> bool:
        return self.counts_top5 and self.outputs >= FEWEST_CLASSES_OF_TOP5

    def _table(self, said: Tensor, targets: Tensor) -> Tensor:
        """True class down, said class across; of very many classes only right ones, true ones and said ones."""
        if self._is_ranked:
            return torch.bincount(targets * self.outputs + said, minlength=self.outputs**2)
        ways = (targets[said == targets], targets, said)
        return torch.stack([torch.bincount(way, minlength=self.outputs) for way in ways])

    def _parted(self, sums: np.ndarray) -> tuple[np.ndarray, ...]:
        """Loss, table, top five, histograms and calibration, as ``sums`` laid them side by side."""
        classes, ranked = self.outputs, self._is_ranked
        curves = (1 if classes == 2 else classes) * ranked
        shapes = (
            (1,),
            (classes if ranked else 3, classes),
            (int(self._counts_top),),
            (curves, 2, ranking.bins(curves)),
            (3, calibration.BINS * (classes == 2)),
        )
        edges = np.cumsum([math.prod(shape) for shape in shapes])
        return tuple(
            part.reshape(shape) for part, shape in zip(np.split(sums, edges[:-1]), shapes, strict=True)
        )


def numbered(classes: np.ndarray, column: str) -> tuple[tuple[str, ...], np.ndarray]:
    """The classes in order, numbers by size, and the number of each row's.

    Raises UserError when there is only one, or more than a model can be asked to tell apart.
    """
    found = set(classes)
    labels = tuple(sorted(found, key=_order_of(found)))
    if len(labels) < 2:
        raise UserError("one_class", field="data.target", column=column)
    if len(labels) > MOST_CLASSES:
        raise UserError(
            "too_many_classes", field="data.target", column=column, classes=len(labels), most=MOST_CLASSES
        )
    number_of = {label: number for number, label in enumerate(labels)}
    return labels, np.fromiter((number_of[name] for name in classes), dtype=np.int64, count=len(classes))


def _order_of(labels: set[str]) -> Any:
    """What sorts the names: their size where every one of them is a number."""
    try:
        sizes = {label: float(label) for label in labels}
    except ValueError:
        return str
    are_sizes = all(map(math.isfinite, sizes.values()))
    return (lambda label: (sizes[label], label)) if are_sizes else str
