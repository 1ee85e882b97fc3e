"""What is learnt, against scikit-learn and against a majority vote."""

import json

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

from engine.model.predictor import load_predictor
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    outcome_of,
    regression,
    scores_of,
    train_here,
    write_dataset,
    write_numbers,
    write_run,
    write_texts,
)


def test_a_linear_model_becomes_least_squares(home):
    data = load_diabetes(scaled=False)
    columns = dict(zip(data.feature_names, data.data.T, strict=True)) | {"progression": data.target}
    write_dataset(home, "diabetes", columns, dict.fromkeys(columns, "number"))
    spec = regression(
        data={"source": "diabetes", "target": "progression", "split": {"validation": 0.0, "test": 0.2}},
        model={"name": "linear"},
        training={
            "epochs": 3000,
            "batch_size": 1000,
            "optimizer": {"name": "momentum", "learning_rate": 0.05, "momentum": 0.95},
        },
        checkpoint={"every_steps": 100_000},
    )
    files = write_run(home, "run", spec)
    train_here(files)

    predictor = load_predictor(files.model)
    records = [dict(zip(data.feature_names, map(float, row), strict=True)) for row in data.data]
    predicted = np.array([answer["value"] for answer in predictor.predict(records)])
    train = len(data.target) - 88
    order = np.random.default_rng(0).permutation(len(data.target))[:train]  # as the split draws
    expected = LinearRegression().fit(data.data[order], data.target[order]).predict(data.data)
    assert predicted == pytest.approx(expected, abs=0.05)
    assert set(scores_of(files)) == {"train", "test"}


def test_scores_are_in_the_unit_of_the_target(home):
    write_numbers(home, rows=200)
    files = write_run(
        home, "run", regression(training={"epochs": 30, "optimizer": {"name": "adam", "learning_rate": 0.02}})
    )
    train_here(files)
    scores = scores_of(files)["test"]
    assert scores["r2"] > 0.8
    assert 1 < scores["mae"] <= scores["rmse"] < 8
    card = json.loads((files.model / "card.json").read_text())
    assert card["metrics"]["test"]["loss"] == scores["loss"]
    assert [field["name"] for field in card["inputs"]] == ["a", "b", "c", "kind"]


@pytest.mark.parametrize("network", ["mean_embedding", "transformer_encoder"])
def test_texts_are_told_apart(home, network):
    write_texts(home, rows=160)
    model = {
        "name": network,
        "width": 16,
        "dropout": 0.1,
        **({"heads": 2, "layers": 1} if "former" in network else {}),
    }
    rate = 0.05 if network == "mean_embedding" else 0.01
    files = write_run(
        home,
        "run",
        classification(
            model=model,
            data={"split": {"method": "stratified", "validation": 0.2, "test": 0.2}},
            training={"epochs": 12, "optimizer": {"name": "adamw", "learning_rate": rate}},
        ),
    )
    train_here(files)
    scores = scores_of(files)["test"]
    assert scores["accuracy"] > 0.9
    assert scores["labels"] == ["bad", "good"]
    assert np.sum(scores["confusion"]) == 32
    assert scores["f1_macro"] == pytest.approx(np.mean(list(scores["f1"].values())))
    [answer] = load_predictor(files.model).predict(["a lovely evening"])
    assert answer["label"] == "good"


def test_a_table_of_very_many_classes_is_not_written(home):
    labels = [f"class {number % 101}" for number in range(404)]
    columns = {"text": [f"about {label}" for label in labels], "label": labels}
    write_dataset(home, "texts", columns, {"text": "text", "label": "category"})
    files = write_run(home, "run", classification(training={"epochs": 1}))
    train_here(files)
    scores = scores_of(files)["test"]
    assert "confusion" not in scores
    assert len(scores["f1"]) == 101


def test_training_ends_early_when_validation_no_longer_improves(home):
    write_numbers(home)
    spec = regression(
        training={
            "epochs": 500,
            "early_stopping": {"patience": 3},
            "optimizer": {"name": "sgd", "learning_rate": 0.1},
        },
        checkpoint={"every_steps": 100_000},
    )
    files = write_run(home, "run", spec)
    train_here(files)
    [ended] = events_of(files, "ended")
    assert ended["early"] and ended["outcome"] == outcome_of(files.outcome) == "finished"
    assert ended["step"] == max(curve_of(files)) < 500 * 5


def test_a_trial_ends_where_its_plan_says_and_leaves_no_model(home):
    write_numbers(home)
    files = write_run(home, "run", regression(training={"epochs": 500}), trial_steps=20)
    train_here(files)
    assert max(curve_of(files)) == 20
    assert outcome_of(files.outcome) == "finished"
    assert not files.model.exists()


def test_every_step_is_told_with_its_rate_and_speed(home):
    write_numbers(home)
    files = write_run(
        home, "run", regression(training={"epochs": 30, "schedule": {"name": "linear", "warmup_steps": 5}})
    )
    train_here(files)
    steps = max(curve_of(files))
    for name in ("loss", "learning_rate", "gradient_norm", "samples_per_second", "elapsed"):
        assert list(curve_of(files, name)) == list(range(1, steps + 1)), name
    elapsed = list(curve_of(files, "elapsed").values())
    assert elapsed == sorted(elapsed)
    [row] = events_of(files, "ranks")[0]["ranks"]
    assert sum(row["parts"].values()) == pytest.approx(row["step_seconds"], rel=0.2)
    assert row["memory"] > 1 << 20
