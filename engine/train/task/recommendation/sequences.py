"""Foresee what a user will choose next, from the order of what was chosen before.

A training row is a window of a user's choices, each of which is to be foreseen from those before it. All of them share
the row's negatives (Klenitskiy and Vasilev, 2023).
"""

import numpy as np
from torch import Tensor
from torch.nn import functional

from engine.data.interactions import windows
from engine.train.task.base import Source
from engine.train.task.recommendation.choices import IGNORED, Choices
from engine.train.task.recommendation.held_out import HeldOut


class Sequences(Choices):
    """Inputs are [user, history …, what came next …, negatives …] for training and [user, history …] for ranking."""

    def __init__(self, source: Source) -> None:
        self._history: int = source.spec.model.history
        super().__init__(source)
        # Windows are of unequal length: with this, the mean over rows is about the mean over choices.
        self._choices_per_row = max(
            np.count_nonzero(self._targets(self._train) == 0) / max(len(self._train), 1), 1.0
        )

    def _training_rows(self) -> tuple[np.ndarray, np.ndarray]:
        users, items = windows(self._data.trained, self._history)
        return np.concatenate([users[:, None], items[:, :-1], items[:, 1:]], axis=1), users

    def _targets(self, chosen: np.ndarray) -> np.ndarray:
        """At each place the first candidate is right; where nothing came yet, none is."""
        return np.where(chosen[:, 1 + self._history :] > 0, 0, IGNORED)

    def _asked(self, held: HeldOut, rows: np.ndarray) -> np.ndarray:
        return np.concatenate([held.users[rows][:, None], held.histories(rows, self._history)], axis=1)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        loss = functional.cross_entropy(output.flatten(0, 1), targets.flatten(), reduction="sum")
        return loss / self._choices_per_row
