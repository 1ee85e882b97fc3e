"""What tasks on tables have in common: which columns are read, and the rows as numbers. Knows nothing of the target's use."""

from dataclasses import dataclass

import numpy as np
import torch

from engine.data.features import USABLE_KINDS
from engine.data.rows.prepare import Prepared, prepare
from engine.model.inputs.preprocessing import RecordPreprocessing
from engine.planning.anatomy import anatomy_of
from engine.planning.memory import MOST_ROWS_MEASURED, TOKENS_MEASURED
from engine.planning.shape import Shape
from engine.schema.card import ColumnKind
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source


@dataclass(frozen=True)
class Rows:
    """The rows that take part, and what makes numbers of them."""

    prepared: Prepared
    # Learnt from the training rows alone: what is held out must stay unknown.
    preprocessing: RecordPreprocessing
    target: np.ndarray  # as it came, of all rows

    @property
    def trained(self) -> np.ndarray:
        """The target of the training rows."""
        return self.target[self.prepared.split.train]

    def batches(self, target: np.ndarray, device: torch.device) -> dict[str, Batch]:
        """The three parts, on the device, with ``target`` (of all rows, as the network should say it)."""
        return {name: self._batch(getattr(self.prepared.split, name), target, device) for name in SPLITS}

    def _batch(self, rows: np.ndarray, target: np.ndarray, device: torch.device) -> Batch:
        inputs = self.preprocessing.encoder.encode(self.prepared.table.take(rows).columns)
        return Batch(torch.from_numpy(inputs).to(device), torch.from_numpy(target[rows]).to(device))


def read_rows(source: Source, kinds: dict[str, ColumnKind]) -> Rows:
    """Read, clean and part the table; ``kinds`` are its columns', the target's as the task wants to have it."""
    spec = source.spec.data
    features = _features(source, kinds)
    prepared = prepare(source.data, kinds, spec, features, spec.target)
    return Rows(
        prepared,
        RecordPreprocessing(prepared.encoder(), prepared.steps),
        prepared.table.columns[spec.target or ""],
    )


def rows_at_once(source: Source, shape: Shape) -> int:
    """Rows of one pass of an evaluation: of a network that makes tokens of columns, its tokens are its memory's peak."""
    return max(1, min(MOST_ROWS_MEASURED, TOKENS_MEASURED // anatomy_of(source.spec.model, shape).positions))


def _features(source: Source, kinds: dict[str, ColumnKind]) -> tuple[str, ...]:
    """The columns asked for; else every other column this task can read."""
    asked = source.features or source.spec.data.features or ()  # the plan knows what steps derive and drop
    for name in asked:
        if kinds.get(name, "number") not in USABLE_KINDS:
            raise UserError("feature_unusable", field="data.features", column=name, kind=kinds[name])
    unread = (source.spec.data.target, source.spec.data.split.group)
    features = asked or tuple(
        name for name, kind in kinds.items() if name not in unread and kind in USABLE_KINDS
    )
    if not features:
        raise UserError("no_features", field="data.features")
    return tuple(features)
