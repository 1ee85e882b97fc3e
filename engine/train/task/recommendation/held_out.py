"""The users of a part that is held out: what they chose there, and what they had before."""

from dataclasses import dataclass

import numpy as np

from engine.data.interactions import Histories, newest
from engine.train.task.recommendation.ranking import HAD, HELD_OUT, standing_of
from engine.train.task.recommendation.reading import Interactions

MOST_STANDINGS = 1 << 31  # users times items that an evaluation ranks: more users would tell little more


@dataclass(frozen=True)
class HeldOut:
    """One entry for each user of the part; a user without training rows has number 0."""

    users: np.ndarray
    starts: np.ndarray  # where the items of each begin, and one more
    items: np.ndarray  # what was held out, user by user; 0 where no training row has it
    before: Histories  # what users had
    known: int  # items that there are

    @classmethod
    def of(cls, data: Interactions, rows: np.ndarray, before: Histories) -> "HeldOut":
        """The users of these rows; of very many, some at even distances."""
        order = rows[np.argsort(data.people[rows], kind="stable")]
        edges = np.flatnonzero(np.diff(data.people[order], prepend=-1))
        most = max(MOST_STANDINGS // (len(data.item_ids) + 1), 1)
        ends = np.append(edges[1:], len(order))
        if len(edges) > most:
            kept = np.arange(most) * len(edges) // most
            order = np.concatenate([order[edges[n] : ends[n]] for n in kept])
            sizes = (ends - edges)[kept]
        else:
            sizes = ends[: len(edges)] - edges
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return cls(data.users[order[starts[:-1]]], starts, data.items[order], before, len(data.item_ids))

    def __len__(self) -> int:
        return len(self.users)

    def standing(self, rows: np.ndarray) -> np.ndarray:
        """How every item stands to these users, as ``ranking`` reads it."""
        standing = standing_of(len(rows), self.known)
        for place, row in enumerate(rows):
            held = self.items[self.starts[row] : self.starts[row + 1]]
            standing[place, self.before.of_user(self.users[row])] = HAD
            standing[place, held] = HELD_OUT
            standing[place, 0] = HAD - np.count_nonzero(held == 0)
        return standing

    def histories(self, rows: np.ndarray, length: int) -> np.ndarray:
        """(rows, length) of the newest items that these users had."""
        return np.array(
            [newest(self.before.of_user(user), length) for user in self.users[rows]], dtype=np.int64
        ).reshape(len(rows), length)
