"""Columns and rows as the steps and folds leave them, planned from the card alone."""

import pytest

from engine.planning.columns import check_columns, features_of
from engine.planning.expected_shape import widths_of
from engine.planning.folds import fold_count
from engine.planning.rows import expected_rows
from engine.schema.card import Column
from engine.schema.problem import say
from engine.schema.split_spec import SplitSpec
from engine.schema.train import TrainSpec
from tests.fakes.jobs import dataset_card

COLUMNS = (
    Column(name="x", kind="number", missing=8, distinct=90, minimum=0, maximum=9),
    Column(name="when", kind="date", missing=3, distinct=50),
    Column(name="c", kind="category", distinct=40),
    Column(name="who", kind="category", distinct=20),
    Column(name="note", kind="text", distinct=90),
    Column(name="y", kind="number", distinct=90, minimum=0, maximum=9),
)
CARD = dataset_card(rows=100, columns=COLUMNS)
PARTS = {"step": "date_parts", "column": "when", "parts": ["year", "hour"]}


def spec_of(*steps, **data):
    return TrainSpec.model_validate(
        {
            "task": "tabular_regression",
            "data": {"source": "points", "target": "y", "steps": steps, **data},
            "model": {"name": "linear"},
        }
    )


def names(*steps, **data):
    return tuple(column.name for column in features_of(spec_of(*steps, **data), CARD))


def found(*steps, **data):
    problems = check_columns(spec_of(*steps, **data), CARD)
    assert all("?" not in say(problem).what for problem in problems), "every parameter of the words is there"
    return [(problem.code, problem.field) for problem in problems]


def test_what_is_derived_is_read_and_what_is_dropped_is_not():
    assert names() == ("x", "when", "c", "who")
    drop = {"step": "drop_columns", "columns": ["when", "who"]}
    assert names(PARTS, drop) == ("x", "c", "when_year", "when_hour")
    assert names(PARTS, features=["x", "when"]) == ("x", "when", "when_year", "when_hour")
    assert names(PARTS, features=["c", "when_hour"]) == ("c", "when_hour")


def test_the_group_is_no_feature_unless_it_is_named():
    group = {"method": "group", "group": "who"}
    assert "who" not in names(split=group)
    assert "who" in names(split=group, features=["who", "x"])


def test_columns_are_as_wide_as_the_steps_leave_them():
    """One-hot: a column for each category and one for others; a missing value costs one more."""
    steps = (
        {"step": "bins", "column": "x", "bins": 4},
        {"step": "encode", "columns": ["c"], "how": "ordinal"},
        {"step": "impute", "columns": ["when"]},
    )
    assert widths_of(features_of(spec_of(features=["x", "c", "when"]), CARD)) == (2, 6, 41)
    assert widths_of(features_of(spec_of(*steps, features=["x", "c", "when"]), CARD)) == (6, 5, 1)


def test_columns_of_steps_and_features_are_checked():
    assert found(PARTS, features=["when_year"]) == []
    assert found({"step": "log", "columns": ["X"]}) == [("column_not_found", "data.steps.0.columns.0")]
    drop = {"step": "drop_columns", "columns": ["c"]}
    assert found(drop, features=["x", "c"]) == [("feature_dropped", "data.features.1")]
    assert found({"step": "drop_columns", "columns": ["x", "when", "c", "who"]}) == [
        ("no_features", "data.features")
    ]
    assert found(features=["when_year"]) == [("column_not_found", "data.features.0")]


@pytest.mark.parametrize(
    ("split", "problem"),
    [
        ({"method": "time", "time": "c"}, ("column_not_of_role", "data.split.time")),
        ({"method": "group", "group": "whom"}, ("column_not_found", "data.split.group")),
    ],
)
def test_columns_of_the_split_are_checked(split, problem):
    assert found(split=split) == [problem]


def test_a_plain_text_has_no_groups_or_times():
    card = dataset_card(rows=9, form="text", columns=(Column(name="text", kind="text"),))
    for method, codes in (("random", []), ("kfold", []), ("stratified", ["split_not_for_text"])):
        spec = TrainSpec.model_validate(
            {
                "task": "language_model",
                "data": {"source": "a", "split": {"method": method}},
                "model": {"name": "decoder"},
            }
        )
        assert [problem.code for problem in check_columns(spec, card)] == codes


@pytest.mark.parametrize(
    ("split", "parts"),
    [
        ({"method": "kfold", "folds": 4, "validation": 0.2}, (60, 15, 25)),
        ({"method": "leave_one_out", "validation": 0}, (99, 0, 1)),
        ({"method": "time", "time": "when"}, (80, 10, 10)),
    ],
)
def test_rows_of_a_fold_are_expected(split, parts):
    assert tuple(expected_rows(spec_of(split=split), CARD).values()) == parts


def test_rows_that_steps_leave_out_for_missing_values_are_expected():
    drop, fill = {"step": "drop_missing"}, {"step": "impute", "columns": ["x"]}
    assert sum(expected_rows(spec_of(drop), CARD).values()) == 92
    assert sum(expected_rows(spec_of(fill, drop), CARD).values()) == 97
    assert sum(expected_rows(spec_of({"step": "drop_missing", "columns": ["when"]}), CARD).values()) == 97
    assert sum(expected_rows(spec_of(fill, cleaning={"missing": "drop"}), CARD).values()) == 97


@pytest.mark.parametrize(
    ("split", "count"),
    [
        (SplitSpec(), 1),
        (SplitSpec(method="kfold", folds=4, repeats=3), 12),
        (SplitSpec(method="leave_one_out", repeats=3), 31),
    ],
)
def test_folds_are_counted(split, count):
    assert fold_count(split, 31) == count
