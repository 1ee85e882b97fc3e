"""A few rows of a split whose numbers are shown one by one, the same rows on any number of ranks."""

from typing import Any

import numpy as np
from torch import Tensor

from engine.train.task.base import Task

MOST_SHOWN = 500  # points of a picture: more hide one another, and make the event long


class Sample:
    """Every rank fills in the rows it has measured; what is left zero another fills, so the ranks' sums are the sample."""

    def __init__(self, task: Task, rows: int, seed: int) -> None:
        self._task = task
        chosen = np.random.default_rng(seed).permutation(rows)[:MOST_SHOWN]
        self._chosen = np.sort(chosen)  # places among the measured rows
        self._numbers: np.ndarray | None = None

    def take(self, places: Tensor, output: Tensor, targets: Tensor) -> None:
        """Keep what of these rows belongs to the sample; ``places`` are consecutive."""
        if not len(places):
            return
        first, last = int(places[0]), int(places[-1])
        slots = slice(*np.searchsorted(self._chosen, (first, last + 1)))
        shown = self._task.shown(output, targets)
        if shown is None:
            return
        if self._numbers is None:
            self._numbers = np.zeros((len(self._chosen), shown.shape[1]))
        self._numbers[slots] = shown.double().cpu().numpy()[self._chosen[slots] - first]

    @property
    def numbers(self) -> np.ndarray:
        """Chosen rows after one another, flat; without entries where nothing is shown or measured here."""
        return np.zeros(0) if self._numbers is None else self._numbers.reshape(-1)

    def picture(self, numbers: np.ndarray) -> dict[str, Any]:
        """From the numbers of all ranks together."""
        return self._task.picture(numbers.reshape(len(self._chosen), -1)) if numbers.size else {}
