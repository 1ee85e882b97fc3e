"""Smallest, mean and largest of a measure, batch after batch."""

import numpy as np
from numpy.typing import NDArray

from engine.schema.card import Spread


class Measure:
    """A running minimum, sum and maximum."""

    def __init__(self) -> None:
        self._count = 0
        self._sum = 0.0
        self._minimum, self._maximum = np.inf, -np.inf

    def see(self, values: NDArray[np.generic]) -> None:
        if not len(values):
            return
        self._count += len(values)
        self._sum += float(values.sum())
        self._minimum = min(self._minimum, float(values.min()))
        self._maximum = max(self._maximum, float(values.max()))

    @property
    def mean(self) -> float | None:
        return self._sum / self._count if self._count else None

    def spread(self) -> Spread | None:
        """What was measured; None when nothing was."""
        if self.mean is None:
            return None
        return Spread(minimum=self._minimum, mean=self.mean, maximum=self._maximum)
