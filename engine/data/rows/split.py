"""Which rows are trained on, watched and held out: index arithmetic, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.data.rows.dealing import cut_by_group, cut_straight, cut_stratified, share_of
from engine.data.rows.folds import fold_of
from engine.schema.problem import UserError
from engine.schema.split_spec import SplitSpec


@dataclass(frozen=True)
class Split:
    """Row numbers of the three parts: disjoint, and together every row."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    def counts(self) -> dict[str, int]:
        return {"train": len(self.train), "validation": len(self.validation), "test": len(self.test)}

    def mapped(self, change: Callable[[np.ndarray], np.ndarray]) -> "Split":
        """The same with other row numbers."""
        return Split(change(self.train), change(self.validation), change(self.test))


@dataclass(frozen=True)
class Ties:
    """What a split keeps together, in proportion or in order; one value a row each."""

    classes: np.ndarray | None = None  # numbers; a stratified split keeps their shares
    groups: np.ndarray | None = None  # numbers; rows of one are never parted
    times: np.ndarray | None = None
    are_classes: bool = False  # ``classes`` are what is predicted, and not the bins of a number

    def of(self, rows: np.ndarray) -> "Ties":
        """Those of these rows."""
        classes, groups, times = (
            None if part is None else part[rows] for part in (self.classes, self.groups, self.times)
        )
        return Ties(classes, groups, times, self.are_classes)


def split_rows(rows: int, spec: SplitSpec, classes: np.ndarray | None = None) -> Split:
    """Split ``rows`` rows as asked; ``classes`` (one a row) is what a stratified split keeps in proportion."""
    return split_tied(rows, spec, Ties(classes=classes))


def split_tied(rows: int, spec: SplitSpec, ties: Ties) -> Split:
    """Split ``rows`` rows as asked. Raises UserError where nothing is left to train on, or a part cannot be made."""
    parts = _hold_out(rows, spec, ties) if spec.has_folds else _parts(rows, spec, ties)
    train, validation, test = (np.sort(part) for part in parts)
    if not len(train):
        raise UserError("no_training_rows", field="data.split", rows=rows)
    return Split(train, validation, test)


def bins_of(target: np.ndarray, bins: int = 10) -> np.ndarray:
    """Classes for a stratified split of a number: its quantile bins."""
    edges = np.quantile(target, np.linspace(0, 1, bins + 1)[1:-1])
    return np.searchsorted(edges, target)


def folds_by(spec: SplitSpec, ties: Ties) -> str:
    """How rows are dealt to folds: auto keeps groups together, else the shares of predicted classes."""
    if spec.folds_by != "auto":
        return spec.folds_by
    if ties.groups is not None:
        return "group"
    return "stratified" if ties.are_classes else "random"


def _parts(rows: int, spec: SplitSpec, ties: Ties) -> tuple[np.ndarray, ...]:
    shares = share_of(rows, spec.validation), share_of(rows, spec.test)
    match spec.method:
        case "block":
            return cut_straight(np.arange(rows), shares)
        case "time" if ties.times is not None:
            return cut_straight(np.argsort(ties.times, kind="stable"), shares)
        case "stratified" if ties.classes is not None:
            return cut_stratified(ties.classes, shares, spec.seed)
        case "group" if ties.groups is not None:
            return cut_by_group(ties.groups, shares, spec.seed, spec.group)
    return cut_straight(np.random.default_rng(spec.seed).permutation(rows), shares)


def _hold_out(rows: int, spec: SplitSpec, ties: Ties) -> tuple[np.ndarray, ...]:
    """The fold is the test part; the validation part is drawn from the other rows, in the same manner."""
    way = "random" if spec.method == "leave_one_out" else folds_by(spec, ties)
    test = fold_of(rows, spec, way, ties.classes, ties.groups)
    others = np.flatnonzero(np.bincount(test, minlength=rows) == 0)
    # A group split of what is left must leave a group to train on.
    rest = SplitSpec(method="random", validation=spec.validation, test=0, seed=spec.seed + (spec.fold or 0))
    rest = rest.model_copy(update={"method": way, "group": spec.group})
    train, validation, _ = _parts(len(others), rest, ties.of(others))
    return others[train], others[validation], test
