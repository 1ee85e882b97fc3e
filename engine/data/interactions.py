"""Who chose what, as numbers: users and items numbered, and the items of each user in order.

Knows no file and no network. Number 0 stands for a user or an item that no training row has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.data.rows.split import Split

FEWEST_TO_LEAVE_ONE = (
    3  # of a user's items: one is learnt from, one watched, one held out (Kang and McAuley, 2018)
)


@dataclass(frozen=True)
class Ids:
    """Names, numbered from 1."""

    names: tuple[str, ...]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {name: n for n, name in enumerate(self.names, start=1)})

    @classmethod
    def of(cls, column: Sequence[str]) -> "Ids":
        return cls(tuple(sorted(set(column))))

    def __len__(self) -> int:
        return len(self.names)

    def numbers(self, column: Sequence[str]) -> np.ndarray:
        """One number a name; 0 where it is unknown."""
        known = self._numbers
        return np.fromiter((known.get(name, 0) for name in column), dtype=np.int64, count=len(column))

    def name(self, number: int) -> str:
        return self.names[number - 1]


def as_id(value: Any) -> str:
    """An id as a file's text has it: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


@dataclass(frozen=True)
class Histories:
    """The items of each user, oldest first, one after the other; ``starts[u]`` is where those of user ``u`` begin."""

    starts: np.ndarray  # users + 2, so that user 0 has some, empty
    items: np.ndarray

    @classmethod
    def of(cls, users: np.ndarray, items: np.ndarray, times: np.ndarray, count: int) -> "Histories":
        """Of ``count`` users; rows with an unknown user or item are left out, rows of one time keep their order."""
        known = np.flatnonzero((users > 0) & (items > 0))
        order = known[np.lexsort((times[known], users[known]))]
        counts = np.bincount(users[order], minlength=count + 1)
        return cls(np.concatenate([[0], np.cumsum(counts)]), items[order].astype(np.int64))

    def of_user(self, user: int) -> np.ndarray:
        return self.items[self.starts[user] : self.starts[user + 1]]

    @property
    def owners(self) -> np.ndarray:
        """The user of each item."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def popularity(self, items: int) -> np.ndarray:
        """How often each item was chosen, by its number."""
        return np.bincount(self.items, minlength=items + 1)


def windows(histories: Histories, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Every history cut, from its end, into windows of ``length`` choices that are to be foreseen.

    Gives each window's user, and (windows, length + 1) items with what came before in front; 0 where there was nothing.
    Each item is foreseen once, the first of a history from nothing.
    """
    owners, rows = [], []
    for user in range(1, len(histories.starts) - 1):
        items = histories.of_user(user)
        for end in range(len(items), 0, -length):
            owners.append(user)
            rows.append(newest(items[:end], length + 1))
    shape = (len(rows), length + 1)
    return np.array(owners, dtype=np.int64), np.array(rows, dtype=np.int64).reshape(shape)


def newest(items: np.ndarray, length: int) -> np.ndarray:
    """The last ``length`` items, with zeros in front where there are fewer."""
    row = np.zeros(length, dtype=np.int64)
    kept = items[max(len(items) - length, 0) :]
    row[length - len(kept) :] = kept
    return row


def first_of_each_pair(users: np.ndarray, items: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Rows, in their order, that no earlier choice of the same item by the same user precedes."""
    order = np.lexsort((times, items, users))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(users[order]) != 0) | (np.diff(items[order]) != 0)
    return np.sort(order[is_new])


def last_of_each(users: np.ndarray, times: np.ndarray, *, validation: bool, test: bool) -> Split:
    """Each user's newest row is held out for the test, the one before for validation, where they are asked for."""
    order = np.lexsort((times, users))
    counts = np.bincount(users, minlength=1)
    ends = np.cumsum(counts)
    age = ends[users[order]] - 1 - np.arange(len(order))  # 0 is a user's newest
    enough = counts[users[order]] >= FEWEST_TO_LEAVE_ONE
    watched = enough & validation & (age == int(test))
    held_out = enough & test & (age == 0)
    parts = (~(watched | held_out), watched, held_out)
    return Split(*(np.sort(order[part]) for part in parts))
