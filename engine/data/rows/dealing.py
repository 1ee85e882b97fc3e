"""Ways to deal rows to training, validation and test: in a row, in proportion, or in whole groups."""

import numpy as np

from engine.schema.problem import UserError

Parts = tuple[np.ndarray, np.ndarray, np.ndarray]  # training, validation, test
Shares = tuple[int, int]  # rows of validation and test


def share_of(rows: int, share: float) -> int:
    return int(rows * share + 0.5)


def cut_straight(order: np.ndarray, shares: Shares) -> Parts:
    """Training rows first, then validation, then test: in a block split the last rows are the newest."""
    train = max(len(order) - sum(shares), 0)
    return order[:train], order[train : train + shares[0]], order[train + shares[0] :]


def cut_stratified(classes: np.ndarray, shares: Shares, seed: int) -> Parts:
    """Deal the rows, sorted by class and shuffled within each, evenly along that order.

    Row number i of n goes to a part when the part's running share passes a whole number there, so every
    class gets its share to within one row, and the parts have the same sizes as in a random split.
    """
    order = by_class(classes, seed)
    test = _spread(len(order), shares[1])
    validation = np.zeros(len(order), dtype=bool)
    rest = np.flatnonzero(~test)
    validation[rest[_spread(len(rest), shares[0])]] = True
    return order[~test & ~validation], order[validation], order[test]


def by_class(classes: np.ndarray, seed: int) -> np.ndarray:
    """The rows, sorted by class and shuffled within each."""
    shuffled = np.random.default_rng(seed).permutation(len(classes))
    return shuffled[np.argsort(classes[shuffled], kind="stable")]


def cut_by_group(groups: np.ndarray, shares: Shares, seed: int, column: str | None) -> Parts:
    """Whole groups, drawn at random, as many as bring each part closest to its share of the rows; at least one group
    where a part has a share at all. Raises UserError where there are fewer groups than parts."""
    names, numbers, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    parts = 1 + sum(share > 0 for share in shares)
    if len(names) < parts:
        raise UserError(
            "too_few_groups", field="data.split.group", group=column, groups=len(names), parts=parts
        )
    free = np.random.default_rng(seed).permutation(len(names)).tolist()
    owner = np.zeros(len(names), dtype=np.int64)
    for part, share in ((2, shares[1]), (1, shares[0])):
        reserved = 1 + (part == 2 and shares[0] > 0)  # a group for each part that is still to come
        chosen = _groups_for(share, free, len(free) - reserved, sizes)
        owner[chosen] = part
        taken = set(chosen)
        free = [group for group in free if group not in taken]
    rows = owner[numbers.reshape(len(groups))]
    return np.flatnonzero(rows == 0), np.flatnonzero(rows == 1), np.flatnonzero(rows == 2)


def _groups_for(share: int, free: list[int], most: int, sizes: np.ndarray) -> list[int]:
    """Each group that brings the part closer to its share, up to ``most``; the smallest where none does."""
    if not share:
        return []
    chosen: list[int] = []
    left = share
    for group in free:
        if len(chosen) < most and sizes[group] < 2 * left:
            chosen.append(group)
            left -= int(sizes[group])
    return chosen or [min(free, key=lambda group: sizes[group])]


def _spread(rows: int, chosen: int) -> np.ndarray:
    """A mask of ``chosen`` of ``rows`` positions at even distances."""
    passed = np.arange(rows + 1) * min(chosen, rows) // max(rows, 1)
    return np.diff(passed).astype(bool)
