"""Cleaning leaves rows out and counts them; it changes no value."""

import numpy as np

from engine.data.rows.cleaning import Cleaning
from engine.data.rows.steps import Passage
from engine.data.table import Table, column_of_values
from engine.schema.data_spec import CleaningSpec, DataSpec

KINDS = {"n": "number", "c": "category", "y": "number"}


def passage(names=("n", "c")):
    columns = {
        "n": [1.0, None, 1.0, 4.0, None],
        "c": ["x", None, "x", "y", None],
        "y": [1.0, 2.0, 1.0, None, 2.0],
    }
    table = Table({name: column_of_values(values, KINDS[name]) for name, values in columns.items()}, KINDS)
    return Passage(table, np.arange(5), frozenset(names), frozenset(["y"]))


def cleaning(needed=(), **rules):
    return Cleaning(DataSpec(source="x", cleaning=CleaningSpec(**rules)), "y", needed)


def test_rows_without_a_target_and_repeats_go():
    rules = cleaning(missing="impute", duplicates="drop")
    known = rules.without_answer(passage())
    assert known.after.rows.tolist() == [0, 1, 2, 4]
    once = rules.repeated(known.after)
    assert once.after.rows.tolist() == [0, 1]
    assert known.after.rows[once.touched].tolist() == [2, 4]


def test_missing_features_are_counted_or_go_as_asked():
    found = cleaning(missing="impute").incomplete(passage())
    assert (found.name, found.touched.tolist()) == ("missing_imputed", [False, True, False, False, True])
    assert found.after.rows.tolist() == [0, 1, 2, 3, 4]
    gone = cleaning(missing="drop").incomplete(passage())
    assert (gone.name, gone.after.rows.tolist()) == ("missing_dropped", [0, 2, 3])


def test_what_is_needed_cannot_be_filled_in():
    gone = cleaning(needed=("c",), missing="impute").incomplete(passage())
    assert (gone.name, gone.after.rows.tolist()) == ("missing_dropped", [0, 2, 3])


def test_repeats_stay_when_asked():
    assert cleaning(duplicates="keep").repeated(passage()).after.rows.tolist() == [0, 1, 2, 3, 4]
