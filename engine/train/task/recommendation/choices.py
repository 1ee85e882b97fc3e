"""Foresee what a user will choose, from what was chosen alone.

A training row is a choice: it is to score above items that the user does not have, drawn anew at each step, each
equally likely. The loss is the cross-entropy of the choice among them (sampled softmax: Jean et al., 2015). A row of
validation or test is a user, for whom every item is ranked.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.negatives import Negatives
from engine.data.rows.split import Split
from engine.planning.anatomy import anatomy_of
from engine.planning.anatomy.recommenders import rows_at_once
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.recommendation.base import Recommendation
from engine.train.task.recommendation.held_out import HeldOut
from engine.train.task.recommendation.ranking import ranking_scores, ranking_sums

IGNORED = -100  # a target that cross-entropy does not count


class Choices(Recommendation):
    """Inputs are [user, chosen, negatives …] for training and [user] for ranking."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        spec, data = source.spec, self._data
        self._count = spec.model.negatives
        self._negatives = Negatives(data.trained, len(data.item_ids), spec.training.seed)
        self._train, self._owners = self._training_rows()
        self._held = {
            "validation": HeldOut.of(data, data.split.validation, data.trained),
            "test": HeldOut.of(
                data,
                data.split.test,
                data.histories(np.concatenate([data.split.train, data.split.validation])),
            ),
        }
        self.best_batch = self.most_rows = rows_at_once(anatomy_of(spec.model, self.shape))
        edges = np.cumsum([0, *(self.rows(part) for part in SPLITS)])
        self.split = Split(*(np.arange(edges[n], edges[n + 1]) for n in range(len(SPLITS))))
        self._floors: dict[str, dict[str, Any]] = {}  # of each part that was asked for: they never change

    def _training_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """What the network reads of each row before its negatives, and its user."""
        rows = self._data.split.train
        return np.stack([self._data.users[rows], self._data.items[rows]], axis=1), self._data.users[rows]

    def rows(self, split: str) -> int:
        return len(self._train) if split == "train" else len(self._held[split])

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Training rows with the negatives of the first step; users with how each item stands to them."""
        if split == "train":
            return self.training_batch(rows, 0)
        held, numbers = self._held[split], rows.cpu().numpy()
        return Batch(self._moved(self._asked(held, numbers)), self._moved(held.standing(numbers)))

    def training_batch(self, rows: Tensor, step: int) -> Batch:
        numbers = rows.cpu().numpy()
        chosen, users = self._train[numbers], self._owners[numbers]
        drawn = self._negatives.draw(users, chosen[:, -1], self._count, step)
        targets = self._targets(chosen)
        targets[self._negatives.exhausted(users)] = IGNORED  # who has everything teaches no order
        return Batch(self._moved(np.concatenate([chosen, drawn], axis=1)), self._moved(targets))

    def _targets(self, chosen: np.ndarray) -> np.ndarray:
        """The place of what was chosen among the candidates: the first."""
        return np.zeros(len(chosen), dtype=np.int64)

    def _asked(self, held: HeldOut, rows: np.ndarray) -> np.ndarray:
        """What the network reads of users for whom every item is ranked."""
        return held.users[rows][:, None]

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(output, targets, reduction="sum")

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        if targets.dtype == torch.int64:
            return self.loss(output, targets).double().reshape(1).cpu().numpy()
        return ranking_sums(output, targets, self._count).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        """Of training rows the loss alone: what was learnt from is not recommended."""
        return {"loss": float(sums[0]) / rows} if len(sums) == 1 else ranking_scores(sums, rows)

    def baseline(self, split: str) -> dict[str, Any]:
        """The items that were chosen most among the training rows, whoever the user; less what they have."""
        if split == "train" or not self.rows(split):
            return {}
        if split not in self._floors:
            self._floors[split] = self._popularity(split)
        return self._floors[split]

    def _popularity(self, split: str) -> dict[str, Any]:
        popular = torch.from_numpy(np.log1p(self._data.trained.popularity(len(self._data.item_ids))))
        sums: np.ndarray | float = 0.0
        for part in torch.arange(self.rows(split)).split(self.best_batch):
            standing = torch.from_numpy(self._held[split].standing(part.numpy()))
            sums = sums + ranking_sums(popular.expand(len(part), -1), standing, self._count).numpy()
        return {"name": "popularity", **self.scores(np.asarray(sums), self.rows(split))}
