"""Predict a number from a row of a table.

The target is learnt as (y − mean) / standard deviation of the training rows, so that one learning rate fits euros
and millimetres; the loss is the mean squared error in that unit (1 is as good as saying the mean). RMSE and MAE are
in the target's own unit, MAPE is a share of it.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.model.folder import TargetScale
from engine.schema.problem import UserError
from engine.train.task.base import Source, Task
from engine.train.task.tables import read_rows, rows_at_once

_NEARLY_ZERO = 1e-6  # of mean and deviation together: a target this small is zero, rounded by its scaling
_ROUNDING = 1e-12  # of a sum of squares: less than that is no spread of targets
_DIGITS = 6  # that matter in a picture


class TabularRegression(Task):
    """Rows of numbers, and a number for each."""

    outputs = 1
    padding = float("nan")

    def __init__(self, source: Source) -> None:
        super().__init__()
        target = source.spec.data.target or ""
        kinds = {column.name: column.kind for column in source.card.columns}
        if kinds.get(target, "number") != "number":
            raise UserError("target_not_number", field="data.target", column=target)
        rows = read_rows(source, kinds)
        self.take_up(rows.prepared)
        self.preprocessing = rows.preprocessing
        self.best_batch = rows_at_once(source, self.shape)
        self.target_scale = _scale_of(rows.trained)
        scaled = (rows.target - self.target_scale.mean) / self.target_scale.scale
        self._parts = rows.batches(scaled.astype(np.float32), source.device)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.mse_loss(output[:, 0], targets, reduction="sum")

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        known = ~targets.isnan()
        return self.loss(output * known[:, None], targets.nan_to_num(0.0))

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        scale, target = self.target_scale, targets.double()
        error = output[:, 0].double() - target
        size = (target * scale.scale + scale.mean).abs()
        counts = size > _NEARLY_ZERO * (
            abs(scale.mean) + scale.scale
        )  # where a share of the target means something
        share = torch.where(counts, error.abs() * scale.scale / size, 0.0)
        numbers = (
            error.square().sum(),
            error.abs().sum(),
            target.sum(),
            target.square().sum(),
            share.sum(),
            counts.sum().double(),
        )
        return torch.stack(numbers).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        squared, absolute, total, total_squared, shares, counted = sums.tolist()
        loss, unit = squared / rows, self.target_scale.scale
        spread = total_squared - total**2 / rows
        return {
            "loss": loss,
            "rmse": loss**0.5 * unit,
            "mae": absolute / rows * unit,
            "r2": 1 - squared / spread if spread > _ROUNDING * total_squared else None,
            "mape": shares / counted if counted else None,
        }

    def shown(self, output: Tensor, targets: Tensor) -> Tensor:
        return torch.stack([output[:, 0].double(), output[:, 0].double() - targets.double()], dim=1)

    def picture(self, rows: np.ndarray) -> dict[str, Any]:
        """Prediction and residual (target − prediction) of each row, in the target's unit."""
        scale = self.target_scale
        predicted, residual = rows[:, 0] * scale.scale + scale.mean, -rows[:, 1] * scale.scale
        return {"residuals": {"predicted": _short(predicted), "residual": _short(residual)}}

    def baseline(self, split: str) -> dict[str, Any]:
        """The mean of the training rows, whatever the row."""
        targets = self._parts[split].targets
        if not len(targets):
            return {}
        mean = torch.zeros(len(targets), 1, device=targets.device)  # which is what 0 stands for
        return {"name": "mean", **self.scores(self.sums(mean, targets), len(targets))}


def _scale_of(target: np.ndarray) -> TargetScale:
    deviation = float(target.std())
    return TargetScale(float(target.mean()), deviation if deviation > 0 else 1.0)


def _short(values: np.ndarray) -> list[float]:
    return [float(f"{value:.{_DIGITS}g}") for value in values]
