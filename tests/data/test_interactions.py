"""Users and items as numbers, histories in order, and what is held out."""

import numpy as np
import pytest

from engine.data.interactions import (
    Histories,
    Ids,
    as_id,
    first_of_each_pair,
    last_of_each,
    newest,
    windows,
)


def test_an_id_that_no_training_row_has_is_nought():
    ids = Ids.of(["b", "a", "b"])
    assert ids.numbers(["a", "z", "b"]).tolist() == [1, 0, 2]
    assert ids.name(2) == "b"


@pytest.mark.parametrize(("value", "written"), [(7, "7"), (7.0, "7"), ("7", "7"), (7.5, "7.5")])
def test_a_number_is_the_id_that_a_file_has(value, written):
    assert as_id(value) == written


def test_a_history_is_in_order_of_time_and_leaves_strangers_out():
    histories = Histories.of(
        users=np.array([2, 1, 2, 2, 0]),
        items=np.array([5, 6, 7, 0, 8]),
        times=np.array([3.0, 1, 2, 1, 1]),
        count=2,
    )
    assert [histories.of_user(user).tolist() for user in range(3)] == [[], [6], [7, 5]]
    assert histories.popularity(8).tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 0]


def test_every_item_of_a_history_is_foreseen_once_from_what_came_before():
    histories = Histories(np.array([0, 0, 5, 6]), np.array([1, 2, 3, 4, 5, 9]))
    owners, rows = windows(histories, 2)
    assert owners.tolist() == [1, 1, 1, 2]
    assert rows.tolist() == [[3, 4, 5], [1, 2, 3], [0, 0, 1], [0, 0, 9]]
    foreseen = rows[:, 1:]
    assert sorted(foreseen[foreseen > 0].tolist()) == [1, 2, 3, 4, 5, 9]


def test_only_the_newest_items_are_kept():
    assert newest(np.array([1, 2, 3]), 2).tolist() == [2, 3]
    assert newest(np.array([1]), 3).tolist() == [0, 0, 1]


def test_of_a_choice_that_repeats_the_first_counts():
    users, items = np.array([0, 0, 0, 1]), np.array([4, 5, 4, 4])
    assert first_of_each_pair(users, items, np.array([9.0, 1, 2, 3])).tolist() == [1, 2, 3]


def test_each_users_last_choice_is_the_test_and_the_one_before_is_watched():
    users, times = np.array([0, 1, 0, 0, 1, 0]), np.array([3.0, 1, 1, 4, 2, 2])
    split = last_of_each(users, times, validation=True, test=True)
    assert (split.test.tolist(), split.validation.tolist()) == ([3], [0])
    assert split.train.tolist() == [1, 2, 4, 5], "a user of two choices has none to spare"
    only = last_of_each(users, times, validation=True, test=False)
    assert (only.validation.tolist(), only.test.tolist()) == ([3], [])
