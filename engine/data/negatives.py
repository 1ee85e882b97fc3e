"""Items that a user did not choose, drawn by a chance that the seed, the step and the row decide.

So a batch's negatives do not depend on how many ranks share it, and a resumed run draws those of the first one. Every
item that the user does not have is equally likely; none is drawn in vain and thrown away.
"""

import numpy as np

from engine.data.interactions import Histories

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # of SplitMix64 (Steele, Lea and Flood, 2014), as the two below
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Negatives:
    """Draws from ``items`` items, numbered from 1, those that are not in a user's history."""

    def __init__(self, histories: Histories, items: int, seed: int) -> None:
        self._items, self._seed = items, seed
        pairs = np.unique(histories.owners * (items + 1) + histories.items)
        owners, known = np.divmod(pairs, items + 1)
        counts = np.bincount(owners, minlength=len(histories.starts) - 1)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._free = items - counts
        # Items below its user's j-th that the user does not have: the r-th free item is r and one for each of these
        # that is not above r.
        place = np.arange(len(pairs)) - self._starts[owners]
        self._keys = owners * (items + 1) + known - 1 - place

    def exhausted(self, users: np.ndarray) -> np.ndarray:
        """Users who have every item, for whom nothing can be drawn."""
        return self._free[users] == 0

    def draw(self, users: np.ndarray, marks: np.ndarray, count: int, step: int) -> np.ndarray:
        """(rows, count) items for these users; ``marks`` tell rows of one user apart. Some item for an exhausted one."""
        rows = _mixed(users.astype(np.uint64) << np.uint64(32) ^ marks.astype(np.uint64))
        stream = _mixed(np.array([self._seed], dtype=np.uint64) * _GOLDEN + np.uint64(step))
        bits = _mixed((rows ^ stream)[:, None] + np.arange(1, count + 1, dtype=np.uint64) * _GOLDEN)
        share = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53
        drawn = (share * self._free[users][:, None]).astype(np.int64)
        sought = users[:, None] * (self._items + 1) + drawn
        below = np.searchsorted(self._keys, sought, side="right") - self._starts[users][:, None]
        return np.minimum(1 + drawn + below, self._items)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))
