"""What answers without learning: the floor that a model has to rise above."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

# Ratings that a bias is held against zero with, of items and of users (Koren, 2010, “Factor in the neighbors”, 2.1).
_DAMPING_OF_ITEMS, _DAMPING_OF_USERS = 25, 10


@dataclass(frozen=True)
class Biases:
    """How far a user, and an item, stands from the mean; 0 for unknown ones."""

    users: np.ndarray
    items: np.ndarray

    def answer(self, pairs: Tensor) -> Tensor:
        """(rows, 1) of [user, item] pairs (rows, 2), from a mean of 0."""
        users, items = (torch.from_numpy(part).to(pairs.device) for part in (self.users, self.items))
        return (users[pairs[:, 0]] + items[pairs[:, 1]])[:, None]


def biases(pairs: np.ndarray, values: np.ndarray, users: int, items: int) -> Biases:
    """Of ratings without their mean: first the items', then what is left of the users'."""
    of_items = _damped(pairs[:, 1], values, items, _DAMPING_OF_ITEMS)
    of_users = _damped(pairs[:, 0], values - of_items[pairs[:, 1]], users, _DAMPING_OF_USERS)
    return Biases(of_users, of_items)


def _damped(numbers: np.ndarray, values: np.ndarray, count: int, damping: int) -> np.ndarray:
    sums = np.bincount(numbers, weights=values, minlength=count + 1)
    return sums / (np.bincount(numbers, minlength=count + 1) + damping)
