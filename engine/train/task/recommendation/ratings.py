"""Foresee how a user will rate an item.

Ratings are learnt as (rating − mean) / standard deviation of the training rows, by the mean squared error; RMSE and
MAE are in the unit of the ratings.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.model.folder import TargetScale
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.recommendation.base import Recommendation
from engine.train.task.recommendation.floors import biases

_NO_SCALE = 1.0  # of ratings that are all the same


class Ratings(Recommendation):
    """A row is one rating."""

    padding = float("nan")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        data = self._data
        self.split = data.split
        trained = data.values[data.split.train]
        self.target_scale = TargetScale(float(trained.mean()), float(trained.std()) or _NO_SCALE)
        scaled = ((data.values - self.target_scale.mean) / self.target_scale.scale).astype(np.float32)
        pairs = np.stack([data.users, data.items], axis=1)
        for name in SPLITS:
            rows = getattr(data.split, name)
            self._parts[name] = Batch(self._moved(pairs[rows]), self._moved(scaled[rows]))
        self._floor = biases(
            pairs[data.split.train], scaled[data.split.train], len(data.user_ids), len(data.item_ids)
        )

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.mse_loss(output[:, 0], targets, reduction="sum")

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        known = ~targets.isnan()
        return self.loss(output * known[:, None], targets.nan_to_num(0.0))

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        error = output[:, 0].double() - targets.double()
        return torch.stack([error.square().sum(), error.abs().sum()]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        squared, absolute = (sums / rows).tolist()
        unit = self.target_scale.scale
        return {"loss": squared, "rmse": squared**0.5 * unit, "mae": absolute * unit}

    def baseline(self, split: str) -> dict[str, Any]:
        """The biases of user and item; and beside it the mean, whoever rates what."""
        inputs, targets, _ = self._parts[split]
        if not len(targets):
            return {}
        of_biases = self._floor.answer(inputs)
        return {
            "name": "biases",
            **self.scores(self.sums(of_biases, targets), len(targets)),
            "mean": self.scores(self.sums(torch.zeros_like(of_biases), targets), len(targets)),
        }
