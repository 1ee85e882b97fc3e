"""Which columns tell of users and which of items, told from the data."""

import numpy as np
import pytest

from engine.data.interactions import Ids
from engine.data.sides import Side, parted
from engine.data.table import Table, column_of_values
from engine.schema.problem import UserError

KINDS = {"age": "number", "genre": "category", "mood": "category", "shop": "category"}
USERS, ITEMS = np.array([1, 1, 2, 2, 1]), np.array([1, 2, 1, 3, 3])
COLUMNS = {
    "age": [30, None, 50, 50, 30],
    "genre": ["crime", "play", "crime", None, "play"],
    "mood": ["good", "bad", "bad", "bad", "bad"],
    "shop": ["here"] * 5,
}
TABLE = Table({name: column_of_values(values, KINDS[name]) for name, values in COLUMNS.items()}, KINDS)


def test_a_column_is_the_sides_whose_id_decides_it():
    assert parted(TABLE, ["age", "genre"], USERS, ITEMS) == (["age"], ["genre"])


def test_what_could_be_eithers_is_the_side_with_fewer_ids():
    assert parted(TABLE, ["shop"], USERS, ITEMS) == (["shop"], [])
    assert parted(TABLE, ["shop"], ITEMS, USERS) == ([], ["shop"])


def test_a_column_that_is_neithers_is_refused_by_its_name():
    with pytest.raises(UserError) as refused:
        parted(TABLE, ["age", "mood"], USERS, ITEMS)
    [problem] = refused.value.problems
    assert (problem.code, problem.params["column"]) == ("feature_of_neither", "mood")


def test_every_id_has_a_row_of_features_and_an_unknown_one_has_zeros():
    side = Side.fit(TABLE, ["age"], USERS, Ids(("ann", "bob")))
    assert side.values[:, 0].tolist() == [0, -1, 1]
    assert Side.fit(TABLE, [], USERS, Ids(("ann", "bob"))).values.shape == (3, 0)
