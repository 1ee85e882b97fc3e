"""Which rows are trained on, watched and held out: index arithmetic, and nothing else."""

from dataclasses import dataclass

import numpy as np

from engine.schema.data_spec import SplitSpec
from engine.schema.problem import UserError


@dataclass(frozen=True)
class Split:
    """Row numbers of the three parts: disjoint, and together every row."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    def counts(self) -> dict[str, int]:
        return {"train": len(self.train), "validation": len(self.validation), "test": len(self.test)}


def split_rows(rows: int, spec: SplitSpec, classes: np.ndarray | None = None) -> Split:
    """Split ``rows`` rows as asked; ``classes`` (one a row) is what a stratified split keeps in proportion."""
    match spec.method:
        case "block":
            parts = _cut(np.arange(rows), spec)
        case "stratified" if classes is not None:
            parts = _stratified(classes, spec)
        case _:
            parts = _cut(np.random.default_rng(spec.seed).permutation(rows), spec)
    train, validation, test = (np.sort(part) for part in parts)
    if not len(train):
        raise UserError("no_training_rows", field="data.split", rows=rows)
    return Split(train, validation, test)


def bins_of(target: np.ndarray, bins: int = 10) -> np.ndarray:
    """Classes for a stratified split of a number: its quantile bins."""
    edges = np.quantile(target, np.linspace(0, 1, bins + 1)[1:-1])
    return np.searchsorted(edges, target)


def _cut(order: np.ndarray, spec: SplitSpec) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Training rows first, then validation, then test: in a block split the last rows are the newest."""
    held_out = _share(len(order), spec.validation), _share(len(order), spec.test)
    train = max(len(order) - sum(held_out), 0)
    return order[:train], order[train : train + held_out[0]], order[train + held_out[0] :]


def _stratified(classes: np.ndarray, spec: SplitSpec) -> tuple[np.ndarray, ...]:
    """Deal the rows, sorted by class and shuffled within each, evenly along that order.

    Row number i of n goes to a part when the part's running share passes a whole number there, so every
    class gets its share to within one row, and the parts have the same sizes as in a random split.
    """
    generator = np.random.default_rng(spec.seed)
    shuffled = generator.permutation(len(classes))
    order = shuffled[np.argsort(classes[shuffled], kind="stable")]
    test = _spread(len(order), _share(len(order), spec.test))
    validation = np.zeros(len(order), dtype=bool)
    rest = np.flatnonzero(~test)
    validation[rest[_spread(len(rest), _share(len(order), spec.validation))]] = True
    return order[~test & ~validation], order[validation], order[test]


def _spread(rows: int, chosen: int) -> np.ndarray:
    """A mask of ``chosen`` of ``rows`` positions at even distances."""
    passed = np.arange(rows + 1) * min(chosen, rows) // max(rows, 1)
    return np.diff(passed).astype(bool)


def _share(rows: int, share: float) -> int:
    return int(rows * share + 0.5)
