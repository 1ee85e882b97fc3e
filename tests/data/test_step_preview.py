"""What the window shows of the steps is what a run does."""

import numpy as np
import pyarrow as pa
import pytest

from engine.data.rows.prepare import prepare
from engine.data.rows.step_preview import preview_steps
from engine.schema.card import Column, DatasetCard
from engine.schema.preview import StepsRequest

KINDS = {"n": "number", "d": "date", "c": "category", "who": "category", "y": "category"}


@pytest.fixture
def dataset(tmp_path):
    """Two hundred rows, their file and card."""
    draw = np.random.default_rng(0)
    columns = {
        "n": [None if row % 10 == 0 else float(row) for row in range(200)],
        "d": pa.array([86_400_000_000 * row for row in range(200)], pa.timestamp("us")),
        "c": [f" W{row % 3}" for row in range(200)],
        "who": [f"p{row // 5}" for row in range(200)],
        "y": draw.choice(["no", "yes"], 200, p=[0.25, 0.75]).tolist(),
    }
    table, path = pa.table(columns), tmp_path / "data.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return path, card_of(200, KINDS)


def card_of(rows, kinds, form="table"):
    columns = tuple(Column(name=name, kind=kind) for name, kind in kinds.items())
    return DatasetCard(
        id="a",
        name="a",
        source="a",
        created=0,
        bytes=1,
        rows=rows,
        columns=columns,
        fingerprint="0",
        form=form,
    )


def shown(dataset, most=200_000, task="tabular_classification", **data):
    request = StepsRequest.model_validate({"task": task, "data": {"source": "a", **data}})
    return preview_steps(*dataset, request, most)


STEPS = (
    {"step": "filter", "column": "n", "keep": "less", "value": "150"},
    {"step": "date_parts", "column": "d", "parts": ["year"]},
    {"step": "bins", "column": "n", "bins": 4},
    {"step": "encode", "columns": ["c"], "how": "frequency"},
    {"step": "drop_columns", "columns": ["who"]},
)


def test_each_step_is_shown_with_counts_and_rows(dataset):
    preview = shown(dataset, target="y", steps=STEPS, split={"method": "stratified"})
    assert [step.step for step in preview.steps] == [step["step"] for step in STEPS]
    left_out, derived, binned, encoded, dropped = preview.steps
    assert (left_out.rows_before, left_out.rows_after, left_out.touched) == (200, 135, 65)
    assert left_out.rows == (0, 10, 20, 30, 40) and left_out.after == (None,) * 5
    assert left_out.before[0]["n"] is None and left_out.before[0]["d"] == "1970-01-01"
    assert derived.touched == 135 and derived.after[0]["d_year"] == 1970 and "d_year" not in derived.before[0]
    assert binned.before[0]["n"] == 1 and binned.after[0]["n"].startswith("1: ≤ ")
    assert len(binned.note["edges"]) == 3 and binned.note["step"] == "bins"
    assert encoded.note is None and encoded.before == encoded.after
    assert "who" in dropped.before[0] and "who" not in dropped.after[0]
    assert preview.split == {"train": 107, "validation": 14, "test": 14}
    assert preview.cleaned["target_missing"] == 0 and not preview.problems
    for part in ("train", "validation", "test"):
        assert sum(preview.classes[part].values()) == pytest.approx(1)
        assert preview.classes[part]["yes"] == pytest.approx(preview.classes["train"]["yes"], abs=0.1)


def test_a_run_does_what_was_shown(dataset):
    path = dataset[0]
    data = {"target": "y", "steps": STEPS, "split": {"method": "time", "time": "d"}}
    preview = shown(dataset, **data)
    request = StepsRequest.model_validate({"task": "tabular_classification", "data": {"source": "a", **data}})
    told = prepare(path, KINDS, request.data, ("n", "d", "c", "who"), "y")
    assert told.split.counts() == preview.split
    assert {
        f"step_{step.index + 1}_{step.step}": step.touched for step in preview.steps
    }.items() <= told.counts.items()


def test_leaks_are_shown_and_refuse_nothing(dataset):
    preview = shown(dataset, target="y", split={"group": "who"})
    assert [(leak.code, leak.severity) for leak in preview.leaks] == [("leak_groups", "error")]
    assert preview.split == {"train": 160, "validation": 20, "test": 20}


def test_the_first_fold_stands_for_all(dataset):
    preview = shown(dataset, target="y", split={"method": "kfold", "folds": 4, "validation": 0.2})
    assert preview.split == {"train": 120, "validation": 30, "test": 50}


def test_only_the_first_rows_are_looked_at(dataset):
    preview = shown(dataset, most=50, target="y", steps=STEPS[:1])
    assert (preview.rows, preview.total, preview.steps[0].rows_before) == (50, 200, 50)


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({"steps": [{"step": "log", "columns": ["c"]}]}, "step_column_unfit", "data.steps.0.columns.0"),
        ({"steps": [{"step": "bins", "column": "nn"}]}, "column_not_found", "data.steps.0.column"),
        ({"split": {"method": "group", "group": "y"}}, "too_few_groups", "data.split.group"),
    ],
)
def test_what_is_wrong_is_part_of_the_answer(dataset, data, code, field):
    [problem] = shown(dataset, target="y", **data).problems
    assert (problem.code, problem.field) == (code, field)


def test_the_lines_of_a_text_are_shown_and_not_parted(tmp_path):
    table, path = pa.table({"text": ["A  b", "", "c"]}), tmp_path / "data.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    dataset = path, card_of(3, {"text": "text"}, form="text")
    preview = shown(dataset, task="language_model", steps=[{"step": "normalise_text", "lower": True}])
    [step] = preview.steps
    assert step.touched == 1 + 1 and step.after[0] == {"text": "a b"}
    assert preview.split is None and not preview.problems
