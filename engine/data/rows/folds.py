"""Which rows a fold holds out, when all folds together hold out every row once."""

import heapq

import numpy as np

from engine.data.rows.dealing import by_class
from engine.schema.problem import UserError
from engine.schema.split_spec import SplitSpec


def fold_of(
    rows: int, spec: SplitSpec, way: str, classes: np.ndarray | None, groups: np.ndarray | None
) -> np.ndarray:
    """Rows of the fold that ``spec.fold`` names, in order. Raises UserError where there is no such fold.

    Each repeat deals all rows anew, by another seed.
    """
    if spec.fold is None:
        raise UserError("split_needs_fold", field="data.split.fold")
    if spec.method == "leave_one_out":
        if spec.fold >= rows:
            raise UserError("split_fold_beyond_rows", field="data.split.fold", fold=spec.fold, folds=rows)
        return np.array([spec.fold])
    if rows < spec.folds:
        raise UserError("split_fold_beyond_rows", field="data.split.folds", fold=spec.folds - 1, folds=rows)
    repeat, fold = divmod(spec.fold, spec.folds)
    seed = spec.seed + repeat
    if way == "group" and groups is not None:
        return np.flatnonzero(_folds_of_groups(groups, spec, seed) == fold)
    if way == "stratified" and classes is not None:
        order = by_class(classes, seed)
    else:
        order = np.random.default_rng(seed).permutation(rows)
    return np.sort(order[fold :: spec.folds])


def _folds_of_groups(groups: np.ndarray, spec: SplitSpec, seed: int) -> np.ndarray:
    """The fold of each row: each group, in random order, goes to the fold that has the fewest rows so far."""
    names, numbers, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    if len(names) < spec.folds:
        raise UserError(
            "too_few_groups",
            field="data.split.folds",
            group=spec.group,
            groups=len(names),
            parts=spec.folds,
        )
    owner = np.zeros(len(names), dtype=np.int64)
    lightest = [(0, fold) for fold in range(spec.folds)]
    for group in np.random.default_rng(seed).permutation(len(names)).tolist():
        size, fold = heapq.heappop(lightest)
        owner[group] = fold
        heapq.heappush(lightest, (size + int(sizes[group]), fold))
    return owner[numbers.reshape(len(groups))]
