"""Cleaning leaves rows out and counts them; it changes no value."""

from engine.data.cleaning import clean
from engine.data.table import Table, column_of_values
from engine.schema.data_spec import CleaningSpec

KINDS = {"n": "number", "c": "category", "y": "number"}


def table():
    columns = {
        "n": [1.0, None, 1.0, 4.0, None],
        "c": ["x", None, "x", "y", None],
        "y": [1.0, 2.0, 1.0, None, 2.0],
    }
    return Table({name: column_of_values(values, KINDS[name]) for name, values in columns.items()}, KINDS)


def test_rows_without_a_target_and_repeats_go():
    cleaned = clean(table(), "y", ["n", "c"], CleaningSpec(missing="impute", duplicates="drop"))
    assert cleaned.rows.tolist() == [0, 1]
    assert cleaned.counts == {"target_missing": 1, "missing_imputed": 2, "duplicates_dropped": 2}


def test_rows_with_a_missing_feature_go_when_asked():
    cleaned = clean(table(), "y", ["n", "c"], CleaningSpec(missing="drop", duplicates="keep"))
    assert cleaned.rows.tolist() == [0, 2]
    assert cleaned.counts == {"target_missing": 1, "missing_dropped": 2}
