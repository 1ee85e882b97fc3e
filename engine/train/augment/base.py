"""What varying a batch is: changes one after the other, whose chance follows from the step and the part of the batch.

So ranks that work on the same rows vary them alike, and a resumed run varies them as the first one did. Another number
of ranks means another chance, as it does for dropout. What is measured never comes here.
"""

from collections.abc import Callable, Sequence

import numpy as np

from engine.train.held import Share
from engine.train.task.base import Batch

Change = Callable[
    [Batch, np.random.Generator], Batch
]  # gives a new batch; the one it takes may be the data itself


class Augment:
    """Calls the changes in order; all draw from one generator."""

    def __init__(self, seed: int, changes: Sequence[Change]) -> None:
        self._seed, self._changes = seed, changes

    def __call__(self, batch: Batch, step: int, share: Share) -> Batch:
        """The batch varied; ``share`` says which part of the step's global batch it is."""
        draw = np.random.default_rng((self._seed, step, share.part))
        for change in self._changes:
            batch = change(batch, draw)
        return batch
