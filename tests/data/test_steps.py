"""What each step does to values and rows; what it has learnt survives JSON."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine.data.rows.split import Split
from engine.data.rows.steps import FittedSteps, Passage, take
from engine.data.rows.steps.base import ValueStep
from engine.data.table import Table, column_of_values
from engine.schema.step_columns import columns_after
from engine.schema.step_spec import StepSpec

KINDS = {"n": "number", "m": "number", "c": "category", "t": "text", "d": "date", "b": "boolean"}
STEP = TypeAdapter(StepSpec)


def passage(training=None, **columns):
    """Rows of which the first ``training`` are for training."""
    table = Table(
        {name: column_of_values(values, KINDS[name]) for name, values in columns.items()}, dict(KINDS)
    )
    rows = table.rows
    count = rows if training is None else training
    split = Split(np.arange(count), np.arange(0), np.arange(count, rows))
    return Passage(table, np.arange(rows), frozenset(columns), split=split)


def taken(here, **step):
    return take(STEP.validate_python(step), here)


def column(done, name):
    return [
        None if value is None or value != value else value
        for value in done.after.table.columns[name].tolist()
    ]


def test_each_kind_is_filled_in_its_own_way_by_the_training_rows():
    here = passage(
        4,
        n=[1.0, 2.0, 9.0, None, 500.0],
        c=["x", "y", "y", None, "z"],
        b=[True, True, False, None, False],
        d=["2026-01-01", "2026-01-03", None, "2026-01-02", None],
    )
    done = taken(here, step="impute")
    assert column(done, "n") == [1, 2, 9, 2, 500]
    assert column(done, "c")[3] == "y" and column(done, "b")[3] == 1
    assert column(done, "d")[2] == column(done, "d")[4] == column(done, "d")[3]
    assert done.touched.tolist() == [False, False, True, True, True]
    assert column(taken(here, step="impute", columns=["n"], how="mean"), "n")[3] == 4
    assert column(taken(here, step="impute", columns=["n"], how="constant", value="7"), "n")[3] == 7


def test_a_constant_fills_what_it_fits():
    here = passage(n=[None, 1.0], c=[None, "x"], b=[None, True])
    done = taken(here, step="impute", how="constant", value="true")
    assert (column(done, "n"), column(done, "c"), column(done, "b")) == ([None, 1], ["true", "x"], [1, 1])


def test_a_column_without_training_values_stays_as_it_is():
    assert column(taken(passage(2, n=[None, None, 3.0]), step="impute"), "n") == [None, None, 3]


@pytest.mark.parametrize(("method", "highest"), [("iqr", 3 + 2 * 2), ("zscore", 2 + 2 * np.sqrt(2))])
def test_outliers_are_clipped_at_the_training_rows_borders(method, highest):
    here = passage(5, n=[0.0, 1.0, 2.0, 3.0, 4.0, 99.0, None])
    done = taken(here, step="outliers", method=method, factor=2)
    assert column(done, "n") == [0, 1, 2, 3, 4, pytest.approx(highest), None]
    assert done.touched.tolist() == [False] * 5 + [True, False]


def test_a_column_that_hardly_varies_has_no_outliers():
    here = passage(n=[0.0] * 9 + [1.0])
    assert not taken(here, step="outliers").touched.any()


def test_texts_are_brought_into_one_form():
    done = taken(
        passage(
            t=[
                "<p>Caf\u00e9\u00a0&amp;\u2460  BAR</p>",
                "see https://a.org/x or me@b.org",
                "<br>",
                None,
                "a < b",
            ]
        ),
        step="normalise_text",
        lower=True,
        html=True,
        urls=True,
    )
    assert column(done, "t") == ["caf\u00e9 &1 bar", "see or", None, None, "a < b"]


def test_a_request_is_normalised_like_the_column():
    here = passage(t=["A  B", "c"], c=["X", "y"])
    fitted = FittedSteps((taken(here, step="normalise_text", columns=["t"], lower=True).step,))
    assert fitted.apply_to_text("t", " A  B ") == "a b"
    assert fitted.apply_to_text("c", " A  B ") == " A  B "


@given(st.text(max_size=60))
def test_normalised_again_a_text_stays(text):
    step = taken(passage(t=["x"]), step="normalise_text", lower=False, urls=True).step
    once = step.text(text)
    assert step.text(once) == once and once == once.strip()


@pytest.mark.parametrize(
    ("name", "keep", "value", "kept"),
    [
        ("n", "equal", "2", [1]),
        ("n", "not_equal", "2", [0, 3]),
        ("n", "less", "2", [0]),
        ("n", "at_most", "2", [0, 1]),
        ("n", "greater", "2", [3]),
        ("n", "at_least", "2", [1, 3]),
        ("n", "present", "", [0, 1, 3]),
        ("c", "equal", "ab", [0]),
        ("c", "not_equal", "ab", [1, 3]),
        ("c", "contains", "b", [0, 1]),
        ("b", "equal", "True", [0, 3]),
        ("d", "at_least", "2026-01-02", [1, 3]),
    ],
)
def test_a_missing_value_fulfils_no_condition(name, keep, value, kept):
    here = passage(
        n=[1.0, 2.0, None, 3.0],
        c=["ab", "b", None, "c"],
        b=[True, False, None, True],
        d=["2026-01-01", "2026-01-02", None, "2026-01-02T10:00:00"],
    )
    done = taken(here, step="filter", column=name, keep=keep, value=value)
    assert done.after.rows.tolist() == kept
    assert np.flatnonzero(done.touched).tolist() == [row for row in range(4) if row not in kept]


def test_rows_that_go_keep_the_sides_of_the_others():
    here = passage(3, n=[1.0, None, 3.0, None, 5.0])
    done = taken(here, step="drop_missing")
    assert done.after.rows.tolist() == [0, 2, 4]
    assert (done.after.split.train.tolist(), done.after.split.test.tolist()) == ([0, 1], [2])


def test_the_first_of_equal_rows_stays():
    done = taken(passage(n=[1.0, 1.0, None, None], c=["x", "y", "z", "z"]), step="drop_duplicates")
    assert done.after.rows.tolist() == [0, 1, 2]
    assert taken(
        passage(n=[1.0, 1.0], c=["x", "y"]), step="drop_duplicates", columns=["n"]
    ).after.rows.tolist() == [0]


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_parts_of_a_date_are_the_calendars(moment):
    moment = moment.replace(microsecond=0)
    parts = ["year", "month", "day", "weekday", "hour", "quarter", "day_of_year"]
    done = taken(passage(d=[moment.isoformat(), None]), step="date_parts", column="d", parts=parts)
    expected = [
        moment.year,
        moment.month,
        moment.day,
        moment.isoweekday(),
        moment.hour,
        (moment.month + 2) // 3,
        moment.timetuple().tm_yday,
    ]
    assert [column(done, f"d_{part}") for part in parts] == [[value, None] for value in expected]


def test_every_hour_of_a_day_is_told():
    hours = [(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)).isoformat() for hour in range(24)]
    assert column(taken(passage(d=hours), step="date_parts", column="d", parts=["hour"]), "d_hour") == list(
        range(24)
    )


def test_the_logarithm_keeps_sign_and_zero():
    done = taken(passage(n=[np.e - 1, 0.0, 1 - np.e, None]), step="log", columns=["n"])
    assert column(done, "n") == [pytest.approx(1), 0, pytest.approx(-1), None]


def test_bins_are_words_in_the_order_of_their_intervals():
    here = passage(12, n=[*map(float, range(12)), 400.0, None])
    done = taken(here, step="bins", column="n", bins=12)
    names = column(done, "n")
    assert names[:12] == sorted(names[:12]) and len(set(names[:12])) == 12
    assert names[11].startswith("12: > ") and names[12] == names[11] and names[13] is None
    assert done.after.table.kinds["n"] == "category"


def test_equally_wide_bins_follow_the_training_range():
    done = taken(passage(3, n=[0.0, 1.0, 10.0, 5.0, 5.1]), step="bins", column="n", bins=2, how="width")
    assert column(done, "n") == ["1: ≤ 5", "1: ≤ 5", "2: > 5", "1: ≤ 5", "2: > 5"]


def test_steps_without_columns_leave_roles_alone():
    here = passage(n=[1.0, 5.0], m=[1.0, 5.0])
    here = Passage(here.table, here.rows, here.wanted, frozenset(["m"]), here.split)
    assert column(taken(here, step="impute"), "m") == [1, 5]
    assert taken(here, step="scale", how="minmax").after.choices == {"n": "minmax"}


def test_dropped_columns_are_gone():
    done = taken(passage(n=[1.0], c=["x"]), step="drop_columns", columns=["n"])
    assert done.after.features == ("c",)


def test_what_was_learnt_survives_json():
    here = passage(
        n=[1.0, 2.0, None, 50.0], m=[1.0, 2.0, 3.0, 4.0], c=["A", "b", None, "A"], d=["2026-01-01"] * 4
    )
    raw, steps = here.table, []
    for step in (
        {"step": "impute"},
        {"step": "outliers", "columns": ["n"]},
        {"step": "normalise_text", "lower": True},
        {"step": "date_parts", "column": "d"},
        {"step": "log", "columns": ["n"]},
        {"step": "bins", "column": "m", "bins": 2},
    ):
        done = taken(here, **step)
        here, steps = done.after, [*steps, done.step]
    assert all(isinstance(step, ValueStep) for step in steps)
    fitted = FittedSteps(tuple(steps))
    again = FittedSteps.from_json(json.loads(json.dumps(fitted.as_json())))
    assert again == fitted
    served = again.steps[0].apply(raw)
    for step in again.steps[1:]:
        served = step.apply(served)
    for name, values in here.table.columns.items():
        assert np.array_equal(served.columns[name], values), name


def problems(*steps, target="m", roles=()):
    read = columns_after([STEP.validate_python(step) for step in steps], KINDS, target, roles)
    return [(problem.code, problem.field) for problem in read.problems]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([{"step": "log", "columns": ["c"]}], ("step_column_unfit", "data.steps.0.columns.0")),
        ([{"step": "bins", "column": "gone"}], ("column_not_found_at_all", "data.steps.0.column")),
        ([{"step": "log", "columns": ["m"]}], ("step_changes_target", "data.steps.0.columns.0")),
        ([{"step": "date_parts", "column": "d"}] * 2, ("step_name_taken", "data.steps.1.column")),
        ([{"step": "impute", "how": "constant"}], ("step_value_missing", "data.steps.0.value")),
        (
            [{"step": "impute", "how": "constant", "value": "x", "columns": ["n"]}],
            ("step_value_unfit", "data.steps.0.value"),
        ),
        ([{"step": "filter", "column": "n", "value": "x"}], ("step_value_unfit", "data.steps.0.value")),
        (
            [{"step": "filter", "column": "c", "keep": "less", "value": "1"}],
            ("filter_unfit", "data.steps.0.keep"),
        ),
        (
            [{"step": "drop_columns", "columns": ["n"]}, {"step": "log", "columns": ["n"]}],
            ("step_column_dropped", "data.steps.1.columns.0"),
        ),
        ([{"step": "drop_columns", "columns": ["b"]}], ("step_drops_role", "data.steps.0.columns.0")),
        (
            [{"step": "bins", "column": "n"}, {"step": "log", "columns": ["n"]}],
            ("step_column_unfit", "data.steps.1.columns.0"),
        ),
    ],
)
def test_a_step_that_cannot_be_done_is_said_at_its_field(steps, found):
    assert found in problems(*steps, roles=["b"])


def test_rows_may_go_and_classes_be_spelt_alike_by_the_target():
    assert not problems(
        {"step": "filter", "column": "c", "value": "x"},
        {"step": "normalise_text", "columns": ["c"]},
        {"step": "drop_missing", "columns": ["c"]},
        target="c",
    )
    assert not problems({"step": "outliers", "columns": ["m"], "how": "drop"})
