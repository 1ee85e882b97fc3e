"""Which rows each rank sees in each step: arithmetic of (seed, step, rank), so a resumed run needs no memory.

An epoch is a sequence of global batches that together hold every training row once. What a global batch
holds does not depend on how many ranks share it when rows are dealt at random, sorted into batches by length or not.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

_BATCHES = 1 << 32  # the stream of chance that orders batches: no rank's number

# (epoch, batch) -> this rank's rows of it
Rows = Callable[[int, int], np.ndarray]

# Batches whose rows are sorted by length among themselves. More would pad little less (of the bundled reviews, in batches
# of 32, padding is 42 % unsorted, 6 % with 16, 3 % with 32, 1 % with 128), and leave less to chance.
SORTED_BATCHES = 32


def steps_per_epoch(rows: int, batch_size: int) -> int:
    """Global batches in an epoch; the last may be smaller."""
    return -(-rows // batch_size)


def rows_in_batch(rows: int, batch_size: int, batch: int) -> int:
    """Rows of a global batch over all ranks."""
    return min(rows - batch * batch_size, batch_size)


def deal_at_random(
    rows: int, batch_size: int, rank: int, world_size: int, seed: int, lengths: np.ndarray | None = None
) -> Rows:
    """One permutation of all rows an epoch; each rank takes its slice of every global batch.

    With ``lengths``, one a row, rows of similar length come into one batch.
    """
    shuffled = _Shuffled(rows, seed, stream=0)
    if lengths is not None:
        shuffled = _Bucketed(rows, seed, batch_size, lengths)

    def rows_of(epoch: int, batch: int) -> np.ndarray:
        start = batch * batch_size
        count = rows_in_batch(rows, batch_size, batch)
        first, last = (start + count * edge // world_size for edge in (rank, rank + 1))
        return shuffled.order(epoch)[first:last]

    return rows_of


def deal_in_blocks(rows: int, batch_size: int, rank: int, world_size: int, seed: int) -> Rows:
    """Each rank owns a contiguous block, shuffles it an epoch, and gives every global batch its share of it."""
    edges = [rows * edge // world_size for edge in range(world_size + 1)]
    positions = np.flatnonzero(_turns(np.diff(edges)) == rank)  # places of this rank in the epoch's order
    shuffled = _Shuffled(edges[rank + 1] - edges[rank], seed, stream=1 + rank)

    def rows_of(epoch: int, batch: int) -> np.ndarray:
        first, last = np.searchsorted(positions, (batch * batch_size, (batch + 1) * batch_size))
        return edges[rank] + shuffled.order(epoch)[first:last]

    return rows_of


DEALS = {"random": deal_at_random, "block": deal_in_blocks}


def _turns(blocks: np.ndarray) -> np.ndarray:
    """Whose turn it is at each place of the epoch, so that blocks of unequal size run out together."""
    owners = np.repeat(np.arange(len(blocks)), blocks)
    progress = np.concatenate([(np.arange(size) + 0.5) / size for size in blocks if size] or [np.empty(0)])
    return owners[np.argsort(progress, kind="stable")]


class _Shuffled:
    """The order of an epoch, kept for the steps of that epoch, and for the first ones of the next, made ahead."""

    def __init__(self, rows: int, seed: int, stream: int) -> None:
        self._rows, self._seed, self._stream = rows, seed, stream
        self.order = lru_cache(maxsize=2)(self._drawn)  # threads may ask at once

    def _drawn(self, epoch: int) -> np.ndarray:
        generator = np.random.default_rng([self._seed, epoch, self._stream])
        return generator.permutation(self._rows)


class _Bucketed(_Shuffled):
    """Batches of rows of similar length, in random order; which rows meet changes with every epoch.

    The rows of ``SORTED_BATCHES`` batches of a random order are sorted by length and cut into batches anew. Within a
    batch they lie in random order, so that no rank gets all the long ones; the last, smaller batch is left as it fell.
    """

    def __init__(self, rows: int, seed: int, batch_size: int, lengths: np.ndarray) -> None:
        super().__init__(rows, seed, stream=0)
        self._size, self._lengths = batch_size, lengths

    def _drawn(self, epoch: int) -> np.ndarray:
        random = super()._drawn(epoch)
        full = len(random) // self._size * self._size
        places = np.arange(full)
        by_length = np.lexsort((self._lengths[random[:full]], places // (self._size * SORTED_BATCHES)))
        batches = np.sort(by_length.reshape(-1, self._size), axis=1)
        np.random.default_rng([self._seed, epoch, _BATCHES]).shuffle(batches)
        return np.concatenate([random[batches.reshape(-1)], random[full:]])
