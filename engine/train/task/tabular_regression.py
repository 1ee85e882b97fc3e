"""Predict a number from a row of a table.

The target is learnt as (y − mean) / standard deviation of the training rows, so that one learning rate fits euros
and millimetres; the loss is the mean squared error in that unit (1 is as good as saying the mean). RMSE and MAE are
in the target's own unit.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.features import USABLE_KINDS, TableEncoder
from engine.data.prepare import prepare
from engine.data.table import Table
from engine.model.folder import TargetScale
from engine.model.preprocessing import RecordPreprocessing
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source, Task


class TabularRegression(Task):
    """Rows of numbers, and a number for each."""

    outputs = 1
    padding = float("nan")

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec = source.spec.data
        kinds = {column.name: column.kind for column in source.card.columns}
        features = _features(source, kinds)
        if kinds.get(spec.target, "number") != "number":
            raise UserError("target_not_number", field="data.target", column=spec.target)
        prepared = prepare(source.data, kinds, spec, features, spec.target)
        self.cleaned, self.split, table = prepared.counts, prepared.split, prepared.table

        # Learnt from the training rows alone: what is held out must stay unknown.
        training = table.take(self.split.train)
        encoder = TableEncoder.fit(training, features)
        self.preprocessing = RecordPreprocessing(encoder)
        self.target_scale = _scale_of(training.columns[spec.target])
        for name in SPLITS:
            self._parts[name] = self._tensors(
                table.take(getattr(self.split, name)), spec.target, source.device
            )

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return functional.mse_loss(output[:, 0], targets, reduction="sum")

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        known = ~targets.isnan()
        return self.loss(output * known[:, None], targets.nan_to_num(0.0))

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        error, target = output[:, 0].double() - targets.double(), targets.double()
        squared = error.square().sum()
        return torch.stack([squared, error.abs().sum(), target.sum(), target.square().sum()]).cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        squared, absolute, total, total_squared = sums.tolist()
        loss, unit = squared / rows, self.target_scale.scale
        spread = total_squared - total**2 / rows
        return {
            "loss": loss,
            "rmse": loss**0.5 * unit,
            "mae": absolute / rows * unit,
            "r2": 1 - squared / spread if spread > 0 else None,
        }

    def _tensors(self, table: Table, target: str, device: torch.device) -> Batch:
        scaled = (table.columns[target] - self.target_scale.mean) / self.target_scale.scale
        inputs = torch.from_numpy(self.preprocessing.encoder.encode(table.columns))
        return Batch(inputs.to(device), torch.from_numpy(scaled.astype(np.float32)).to(device))


def _features(source: Source, kinds: dict[str, str]) -> tuple[str, ...]:
    """The columns asked for; else every other column this task can read."""
    asked = source.spec.data.features or source.features
    for name in asked:
        if kinds.get(name, "number") not in USABLE_KINDS:
            raise UserError("feature_unusable", field="data.features", column=name, kind=kinds[name])
    target = source.spec.data.target
    features = asked or tuple(name for name, kind in kinds.items() if name != target and kind in USABLE_KINDS)
    if not features:
        raise UserError("no_features", field="data.features")
    return tuple(features)


def _scale_of(target: np.ndarray) -> TargetScale:
    deviation = float(target.std())
    return TargetScale(float(target.mean()), deviation if deviation > 0 else 1.0)
