"""What tasks on tables have in common: which columns are read, and the rows as numbers. Knows nothing of the target's use."""

from dataclasses import dataclass

import numpy as np
import torch

from engine.data.features import USABLE_KINDS, TableEncoder
from engine.data.prepare import Prepared, prepare
from engine.model.preprocessing import RecordPreprocessing
from engine.schema.card import ColumnKind
from engine.schema.problem import UserError
from engine.train.task.base import SPLITS, Batch, Source


@dataclass(frozen=True)
class Rows:
    """The rows that take part, and what makes numbers of them."""

    prepared: Prepared
    preprocessing: (
        RecordPreprocessing  # learnt from the training rows alone: what is held out must stay unknown
    )
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
    training = prepared.table.take(prepared.split.train)
    encoder = TableEncoder.fit(training, features)
    return Rows(prepared, RecordPreprocessing(encoder), prepared.table.columns[spec.target or ""])


def _features(source: Source, kinds: dict[str, ColumnKind]) -> tuple[str, ...]:
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
