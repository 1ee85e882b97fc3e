"""Negatives: never what a user has, each other item equally likely, and the same wherever they are drawn."""

import numpy as np

from engine.data.interactions import Histories
from engine.data.negatives import Negatives

ITEMS = 12
HAD = Histories(np.array([0, 0, 5, 6, 18]), np.array([1, 5, 6, 12, 5, 3, *range(1, 13)]))


def test_no_item_that_the_user_has_is_drawn_and_every_other_is_as_likely():
    draws = Negatives(HAD, ITEMS, seed=1)
    users = np.ones(4000, dtype=np.int64)
    counts = np.bincount(draws.draw(users, np.arange(4000), 8, step=3).ravel(), minlength=ITEMS + 1)
    free = [2, 3, 4, 7, 8, 9, 10, 11]
    assert counts.sum() == counts[free].sum()
    assert abs(counts[free] / 4000 - 1).max() < 0.06  # three deviations of a count of 4,000


def test_a_draw_depends_on_seed_step_user_and_row_and_on_nothing_else():
    users, marks = np.array([1, 2, 2]), np.array([3, 4, 5])
    draws = Negatives(HAD, ITEMS, seed=1)
    together = draws.draw(users, marks, 6, step=7)
    assert np.array_equal(draws.draw(users[2:], marks[2:], 6, step=7)[0], together[2])
    others = [
        draws.draw(users, marks, 6, step=8),
        Negatives(HAD, ITEMS, seed=2).draw(users, marks, 6, step=7),
        together[[0, 2, 1]],
    ]
    assert all((other != together).any() for other in others)


def test_a_user_who_has_everything_is_known():
    draws = Negatives(HAD, ITEMS, seed=1)
    assert draws.exhausted(np.array([0, 1, 2, 3])).tolist() == [False, False, False, True]
    assert draws.draw(np.array([3]), np.array([0]), 4, step=0).max() <= ITEMS
