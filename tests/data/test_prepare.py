"""From a file to the rows that are learnt from: nothing lost, nothing leaked, and served as it was trained."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.rows.prepare import prepare
from engine.data.table import column_of_values
from engine.model.inputs.preprocessing import RecordPreprocessing
from engine.schema.data_spec import DataSpec
from engine.schema.problem import UserError

KINDS = {"n": "number", "m": "number", "c": "category", "d": "date", "g": "category", "y": "number"}
ALL_STEPS = (
    {"step": "normalise_text", "columns": ["c"], "lower": True},
    {"step": "filter", "column": "m", "keep": "at_least", "value": "-3"},
    {"step": "date_parts", "column": "d", "parts": ["month", "weekday", "hour"]},
    {"step": "impute"},
    {"step": "outliers", "columns": ["n"], "factor": 1.5},
    {"step": "log", "columns": ["m"]},
    {"step": "bins", "column": "n", "bins": 3},
    {"step": "encode", "columns": ["c"], "how": "ordinal"},
    {"step": "scale", "columns": ["m"], "how": "quantile"},
    {"step": "drop_columns", "columns": ["d"]},
)


def records(rows, seed, missing=0.2):
    """Rows as a request would bring them."""
    draw = np.random.default_rng(seed)
    columns = {
        "n": np.round(draw.normal(size=rows), 3).tolist(),
        "m": np.round(draw.normal(size=rows) * 4, 3).tolist(),
        "c": draw.choice(["Ab", "ab ", "x", "Y  z"], rows).tolist(),
        "d": [f"20{day % 30:02}-0{day % 9 + 1}-{day % 28 + 1:02}T1{day % 10}:30:00" for day in range(rows)],
        "g": [f"g{number}" for number in draw.integers(0, max(rows // 5, 3), rows)],
        "y": draw.normal(size=rows).tolist(),
    }
    for name in ("n", "m", "c", "d"):
        for row in np.flatnonzero(draw.random(rows) < missing):
            columns[name][row] = None
    return [{name: columns[name][row] for name in columns} for row in range(rows)]


def write(folder, rows):
    arrays = {}
    for name, kind in KINDS.items():
        values = [row[name] for row in rows]
        if kind == "date":
            days = column_of_values(values, "date")
            stamps = [None if np.isnan(day) else round(day * 86_400_000_000) for day in days]
            arrays[name] = pa.array(stamps, pa.timestamp("us"))
        else:
            arrays[name] = pa.array(values, pa.float64() if kind == "number" else pa.string())
    table, path = pa.table(arrays), folder / "data.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return path


def prepared_of(folder, rows, columns=("n", "m", "c", "d"), target="y", **data):
    return prepare(
        write(folder, rows), KINDS, DataSpec.model_validate({"source": "x", **data}), columns, target
    )


def codes_of(error):
    return [problem.code for problem in error.value.problems]


quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
part_of_steps = st.permutations(ALL_STEPS[:6]).flatmap(
    lambda steps: st.integers(0, 6).map(lambda count: steps[:count])
)


@quick
@given(
    steps=part_of_steps,
    method=st.sampled_from(["random", "stratified", "group", "time", "block"]),
    rows=st.integers(25, 90),
    seed=st.integers(0, 99),
)
def test_no_row_is_lost_or_repeated_and_order_is_kept(tmp_path, steps, method, rows, seed):
    split = {"method": method, "group": "g" if method == "group" else None, "time": "d", "validation": 0.2}
    told = prepared_of(tmp_path, records(rows, seed), steps=steps, split=split)
    parts = [told.split.train, told.split.validation, told.split.test]
    assert sorted(np.concatenate(parts)) == list(range(told.table.rows))
    assert all((np.diff(part) > 0).all() for part in parts)
    assert (np.diff(told.rows) > 0).all()
    leaving = ("filter", "missing_dropped", "duplicates_dropped", "time_missing", "target_missing")
    left_out = sum(count for name, count in told.counts.items() if name.endswith(leaving))
    assert len(told.rows) == rows - left_out
    again = prepared_of(tmp_path, records(rows, seed), steps=steps, split=split)
    assert again.split.train.tolist() == told.split.train.tolist() and again.counts == told.counts


@quick
@given(seed=st.integers(0, 999), shift=st.floats(-50, 50))
def test_what_is_fitted_does_not_know_the_held_out_rows(tmp_path, seed, shift):
    rows = records(60, seed)
    data = {"steps": [step for step in ALL_STEPS if step["step"] != "filter"], "split": {"leakage": "warn"}}
    data["cleaning"] = {"duplicates": "keep"}  # whose rows go would depend on all of them
    one = prepared_of(tmp_path, rows, **data)
    held_out = {int(row) for row in one.rows[np.concatenate([one.split.validation, one.split.test])]}
    other = [
        {**row, "n": shift, "m": -shift, "c": "new"} if place in held_out else row
        for place, row in enumerate(rows)
    ]
    two = prepared_of(tmp_path, other, **data)
    assert two.steps.as_json() == one.steps.as_json()
    assert two.encoder().as_json() == one.encoder().as_json()


@quick
@given(seed=st.integers(0, 999))
def test_raw_records_are_served_as_their_rows_were_trained(tmp_path, seed):
    rows = records(50, seed)
    told = prepared_of(tmp_path, rows, steps=ALL_STEPS)
    stored = RecordPreprocessing(told.encoder(), told.steps).as_json()
    served = RecordPreprocessing.from_json(json.loads(json.dumps(stored)))
    asked = [{name: rows[row][name] for name in ("n", "m", "c", "d")} for row in told.rows]
    assert [field.name for field in served.inputs()] == ["n", "m", "c", "d"]
    assert not [problem for number, row in enumerate(asked) for problem in served.check(number, row)]
    assert np.array_equal(served.encode(asked), told.encoder().encode(told.table.columns))


def test_without_steps_a_model_asks_for_its_features(tmp_path):
    told = prepared_of(tmp_path, records(30, 0))
    assert told.features == ("n", "m", "c", "d") and not told.steps
    assert RecordPreprocessing(told.encoder(), told.steps).inputs() == told.encoder().inputs()


def test_derived_columns_may_be_read_alone(tmp_path):
    steps = [ALL_STEPS[2], {"step": "drop_columns", "columns": ["d"]}]
    told = prepared_of(tmp_path, records(30, 0), columns=("n", "d_month"), steps=steps)
    assert told.features == ("n", "d_month")
    assert [field.name for field in told.steps.inputs] == ["n", "d"]


def test_outliers_leave_the_training_part_alone(tmp_path):
    rows = [
        {**row, "n": 1000.0 if place % 10 == 0 else place / 50} for place, row in enumerate(records(60, 1))
    ]
    steps = [{"step": "outliers", "columns": ["n"], "how": "drop"}]
    split = {"method": "block", "validation": 0.0, "test": 0.5}
    told = prepared_of(tmp_path, rows, steps=steps, split=split)
    assert told.counts["step_1_outliers"] == 3
    assert told.table.columns["n"][told.split.train].max() < 1000
    assert (told.table.columns["n"][told.split.test] == 1000).sum() == 3
    assert told.rows[told.split.test].tolist() == list(range(30, 60))


def test_a_step_that_learns_comes_after_the_split(tmp_path):
    """The fill is the training rows' median, though a filter before the split and one behind it changed both."""
    rows = [
        {**row, "n": None if place % 4 == 0 else float(place)} for place, row in enumerate(records(40, 2, 0))
    ]
    steps = [
        {"step": "filter", "column": "y", "keep": "present"},
        {"step": "impute", "columns": ["n"]},
        {"step": "filter", "column": "n", "keep": "less", "value": "35"},
    ]
    told = prepared_of(tmp_path, rows, steps=steps, split={"method": "block", "validation": 0, "test": 0.5})
    fill = np.median([place for place in range(20) if place % 4])
    assert told.steps.steps[0].fills == {"n": fill}
    assert told.table.columns["n"].max() < 35


def test_rows_on_both_sides_are_refused_or_told(tmp_path):
    rows = records(40, 3)
    rows[37] = dict(rows[4])
    split = {"method": "block", "validation": 0.1, "test": 0.1}
    keep = {"cleaning": {"duplicates": "keep"}}
    with pytest.raises(UserError) as told:
        prepared_of(tmp_path, rows, split=split, **keep)
    [problem] = told.value.problems
    assert problem.code == "leak_rows" and problem.field == "data.split.leakage"
    assert problem.params == {"count": 1, "rows": 8, "row": 38, "twin": 5}
    warned = prepared_of(tmp_path, rows, split={**split, "leakage": "warn"}, **keep)
    assert [(note.code, note.severity) for note in warned.notes] == [("leak_rows", "warning")]
    assert prepared_of(tmp_path, rows, split=split).notes == ()  # the repeat is dropped


def test_equal_inputs_with_another_answer_are_told_but_not_refused(tmp_path):
    rows = records(40, 3)
    rows[37] = {**rows[4], "y": 9.0}
    told = prepared_of(tmp_path, rows, split={"method": "block"})
    [note] = told.notes
    assert (note.code, note.severity, note.params["count"]) == ("leak_inputs", "warning", 1)
    assert (note.params["row"], note.params["twin"]) == (38, 5)


def test_a_group_on_both_sides_is_refused_where_groups_matter(tmp_path):
    rows = [{**row, "g": f"g{place // 4}"} for place, row in enumerate(records(80, 4))]
    with pytest.raises(UserError) as told:
        prepared_of(tmp_path, rows, split={"method": "random", "group": "g"})
    assert codes_of(told) == ["leak_groups"]
    problem = told.value.problems[0]
    assert (
        rows[problem.params["row"] - 1]["g"]
        == rows[problem.params["twin"] - 1]["g"]
        == problem.params["value"]
    )
    assert prepared_of(tmp_path, rows, split={"method": "group", "group": "g"}).notes == ()


def test_a_step_that_cannot_be_done_is_said_at_its_field(tmp_path):
    with pytest.raises(UserError) as told:
        prepared_of(tmp_path, records(10, 0), steps=[{"step": "log", "columns": ["n", "c"]}])
    assert [(problem.code, problem.field) for problem in told.value.problems] == [
        ("step_column_unfit", "data.steps.0.columns.1")
    ]


def test_rows_without_a_time_cannot_be_split_by_it(tmp_path):
    rows = records(40, 5)
    told = prepared_of(tmp_path, rows, columns=("n",), split={"method": "time", "time": "d"})
    assert told.counts["time_missing"] == sum(row["d"] is None for row in rows) > 0
    days = told.table.columns["d"]
    assert days[told.split.train].max() <= days[told.split.validation].min()
    assert days[told.split.validation].max() <= days[told.split.test].min()
