"""A run takes the steps of its spec, stores them in the model, and tells what lies on both sides of its split."""

import numpy as np

from engine.model.predictor import load_predictor
from engine.system.files import read_json
from tests.fakes.run_folder import (
    classification,
    events_of,
    regression,
    train_here,
    write_dataset,
    write_run,
)

KINDS = {"n": "number", "d": "date", "c": "category", "y": "number"}
EPOCH = 1_700_000_000


def write_days(home, rows=90):
    draw = np.random.default_rng(0)
    days = np.arange(rows).astype("datetime64[D]")
    columns = {
        "n": [None if row % 7 == 0 else float(value) for row, value in enumerate(draw.normal(size=rows))],
        "d": days.astype("datetime64[us]"),
        "c": draw.choice(["A ", "b"], rows).tolist(),
        "y": draw.normal(size=rows).tolist(),
    }
    write_dataset(home, "numbers", columns, KINDS)


STEPS = (
    {"step": "date_parts", "column": "d", "parts": ["weekday"]},
    {"step": "drop_columns", "columns": ["d"]},
    {"step": "impute"},
    {"step": "outliers", "columns": ["n"], "how": "drop", "factor": 0.5},
    {"step": "bins", "column": "n", "bins": 3},
)


def test_a_model_asks_for_raw_columns_and_answers_from_them(home):
    write_days(home)
    spec = regression(data={"target": "y", "steps": STEPS}, training={"epochs": 1})
    files = write_run(home, "run", spec)
    train_here(files)
    started = next(event for event in events_of(files) if event["kind"] == "started")
    assert started["cleaned"]["step_1_date_parts"] == 90
    assert started["cleaned"]["step_3_impute"] == 13
    assert started["rows"]["train"] == 72 - started["cleaned"]["step_4_outliers"] < 72
    predictor = load_predictor(files.model)
    [card] = home.datasets.glob("*/card.json")
    told = read_json(card)["fingerprint"]
    assert told
    assert started["fingerprint"] == predictor.card.dataset["fingerprint"] == told
    assert [field.name for field in predictor.card.inputs] == ["n", "c", "d"]
    answers = predictor.predict(
        [{"n": None, "d": "2026-01-01", "c": "b"}, {"n": 0.1, "d": "2026-01-02", "c": "b"}]
    )
    assert all(np.isfinite(answer["value"]) for answer in answers)


def test_a_served_text_takes_the_steps_of_training(home):
    texts = [f"{'GOOD' if row % 2 else 'bad'}  film {row}" for row in range(60)]
    labels = ["good" if row % 2 else "bad" for row in range(60)]
    write_dataset(home, "texts", {"text": texts, "label": labels}, {"text": "text", "label": "category"})
    steps = (
        {"step": "normalise_text", "lower": True},
        {"step": "filter", "column": "text", "keep": "contains", "value": "film"},
    )
    files = write_run(home, "run", classification(data={"steps": steps}, training={"epochs": 1}))
    train_here(files)
    predictor = load_predictor(files.model)
    one, other = predictor.predict(["GOOD   film", "good film"])
    assert one == other


def test_what_lies_on_both_sides_is_noted(home):
    write_days(home)
    split = {"method": "block", "group": "c", "leakage": "warn"}
    files = write_run(home, "run", regression(data={"target": "y", "split": split}, training={"epochs": 1}))
    train_here(files)
    notes = [event["problem"] for event in events_of(files) if event["kind"] == "note"]
    assert [(note["code"], note["severity"]) for note in notes] == [("leak_groups", "warning")]
