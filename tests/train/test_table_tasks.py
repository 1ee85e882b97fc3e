"""Tables: what is predicted, from whatever kind of column, and what is told of it beside the loss."""

import numpy as np
import pytest
import torch
from sklearn import metrics

from engine.model.predictor import load_predictor
from engine.schema.train import TrainSpec
from engine.system import faultpoint
from engine.system.faultpoint import InjectedFault
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import (
    curve_of,
    events_of,
    on_ranks,
    regression,
    scores_of,
    train_here,
    write_dataset,
    write_numbers,
    write_run,
)
from tests.fakes.tasks import task_of


def write_grades(home, rows=240):
    """Two numbers that tell a grade from 9 to 11, whether it is passed, and its word; one grade is rare."""
    draw = np.random.default_rng(0)
    a, b = draw.normal(size=(2, rows))
    grade = np.where(a + b > 2.2, 11.0, np.where(a > 0, 10.0, 9.0))
    columns = {
        "a": a,
        "b": b,
        "grade": grade,
        "passed": [bool(value > 9) for value in grade],
        "word": [{9.0: "poor", 10.0: "fair", 11.0: "good"}[value] for value in grade],
    }
    kinds = {"a": "number", "b": "number", "grade": "number", "passed": "boolean", "word": "category"}
    write_dataset(home, "grades", columns, kinds)


def classes(target, **changes):
    spec = {
        "task": "tabular_classification",
        "data": {
            "source": "grades",
            "target": target,
            "features": ("a", "b"),
            "split": {"method": "stratified", "validation": 0.2, "test": 0.2},
            **changes.pop("data", {}),
        },
        "model": {"name": "mlp", "hidden": (16,)},
        "training": {
            "epochs": 20,
            "optimizer": {"name": "adam", "learning_rate": 0.03},
            **changes.pop("training", {}),
        },
        **changes,
    }
    return TrainSpec.model_validate(spec)


@pytest.mark.parametrize(
    ("target", "labels"),
    [
        ("grade", ["9", "10", "11"]),
        ("passed", ["false", "true"]),
        ("word", ["fair", "good", "poor"]),
    ],
)
def test_numbers_switches_and_words_are_classes_by_name(home, target, labels):
    write_grades(home)
    files = write_run(home, "run", classes(target))
    train_here(files)
    scores = scores_of(files)["test"]
    assert scores["labels"] == labels
    assert scores["accuracy"] > scores["baseline"]["accuracy"] + 0.2
    assert scores["loss"] < scores["baseline"]["loss"] / 2
    assert scores["roc_auc"] > 0.9 and scores["pr_auc"] > scores["baseline"]["pr_auc"]
    assert scores.keys() >= {"roc", "pr", "calibration"} if len(labels) == 2 else "roc" not in scores
    predictor = load_predictor(files.model)
    [answer] = predictor.predict([{"a": -1.5, "b": 0.0}])
    assert answer["label"] == {"grade": "9", "passed": "false", "word": "poor"}[target]
    assert list(answer["probabilities"]) == labels
    assert sum(answer["probabilities"].values()) == pytest.approx(1)


@pytest.mark.parametrize("network", ["resnet_mlp", "ft_transformer"])
def test_networks_of_tables_learn_and_come_back_from_their_folder(home, network):
    write_grades(home)
    model = {
        "resnet_mlp": {"width": 16, "inner": 16},
        "ft_transformer": {"width": 16, "heads": 2, "layers": 1},
    }
    files = write_run(
        home,
        "run",
        classes(
            "word",
            data={"features": ("a", "b", "passed")},
            model={"name": network, **model[network]},
            training={"optimizer": {"name": "adam", "learning_rate": 0.01}},
        ),
    )
    train_here(files)
    assert scores_of(files)["test"]["accuracy"] > 0.85
    [answer] = load_predictor(files.model).predict([{"a": -1.5, "b": 0.0, "passed": False}])
    assert answer["label"] == "poor"


def test_balanced_weights_find_the_rare_class(home):
    write_grades(home)
    training = {"epochs": 6, "optimizer": {"name": "adam", "learning_rate": 0.01}}
    plain = write_run(home, "plain", classes("word", training=training))
    balanced = write_run(
        home, "balanced", classes("word", training={**training, "class_weights": "balanced"})
    )
    shared = write_run(
        home,
        "shared",
        classes("word", training={**training, "class_weights": "balanced"}, strategy=on_ranks(2)),
    )
    for files in (plain, balanced):
        train_here(files)
    run_on_ranks([shared], 2)
    found = [scores_of(files)["train"]["confusion"][1][1] for files in (plain, balanced)]
    assert found[1] > found[0]
    assert list(curve_of(shared).values()) == pytest.approx(list(curve_of(balanced).values()), rel=1e-5)


@pytest.mark.parametrize("target", ["class", "number"])
def test_varied_rows_are_varied_the_same_after_a_run_died_and_in_no_measurement(home, monkeypatch, target):
    write_grades(home)
    write_numbers(home)
    varying = {"augmentation": {"kind": "table", "noise": 0.1, "mixup": 0.3}}
    make = (
        (lambda data: classes("word", data=data, training={"epochs": 4}, checkpoint={"every_steps": 5}))
        if target == "class"
        else (lambda data: regression(data=data))
    )
    varied, died, still = (
        write_run(home, name, make(data))
        for name, data in (("varied", varying), ("died", varying), ("still", {}))
    )
    train_here(varied)
    train_here(still)
    monkeypatch.setattr(faultpoint, "_ARMED", "loop.step:raise@step=9")
    with pytest.raises(InjectedFault):
        train_here(died)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(died, attempt=2)
    assert curve_of(varied) == curve_of(died)
    assert curve_of(varied) != curve_of(still)
    first, second = (events_of(files, "evaluation")[0]["values"]["baseline"] for files in (varied, still))
    assert first == second


def test_regression_says_its_share_of_the_target_and_shows_its_residuals(home):
    draw = np.random.default_rng(1)
    x = draw.integers(0, 9, 900).astype(float)
    columns = {"x": x, "y": np.where(x == 0, 0.0, 3 * x + draw.normal(size=900))}
    write_dataset(home, "zeros", columns, dict.fromkeys(columns, "number"))
    spec = regression(
        data={
            "source": "zeros",
            "target": "y",
            "cleaning": {"duplicates": "keep"},
            "split": {"leakage": "warn"},
        },
        training={"epochs": 2},
    )
    one, two = (
        write_run(home, name, spec.model_copy(update={"strategy": strategy}))
        for name, strategy in (
            ("one", spec.strategy),
            ("two", regression(strategy=on_ranks(2)).strategy),
        )
    )
    train_here(one)
    run_on_ranks([two], 2)
    scores, parted = (scores_of(files)["test"] for files in (one, two))
    predictor = load_predictor(one.model)
    order = np.random.default_rng(0).permutation(900)  # as the split draws
    held_out = np.sort(order[810:])
    predicted = np.array([a["value"] for a in predictor.predict([{"x": float(v)} for v in x[held_out]])])
    truth = columns["y"][held_out]
    known = truth != 0
    assert scores["mape"] == pytest.approx(
        metrics.mean_absolute_percentage_error(truth[known], predicted[known]), rel=1e-4
    )
    shown = scores["residuals"]
    assert shown["predicted"] == pytest.approx(predicted.tolist(), rel=1e-4)
    assert np.add(shown["predicted"], shown["residual"]) == pytest.approx(truth, abs=1e-3)
    assert parted["residuals"]["predicted"] == pytest.approx(shown["predicted"], rel=1e-3)
    mean = np.full(len(truth), columns["y"][order[:720]].mean())
    baseline = scores["baseline"]
    assert baseline["name"] == "mean"
    assert baseline["rmse"] == pytest.approx(metrics.root_mean_squared_error(truth, mean), rel=1e-4)
    assert baseline["mae"] == pytest.approx(metrics.mean_absolute_error(truth, mean), rel=1e-4)
    assert baseline["r2"] == pytest.approx(metrics.r2_score(truth, mean), abs=1e-4)
    assert len(scores_of(one)["train"]["residuals"]["residual"]) == 500


def test_the_share_explained_of_targets_without_spread_is_not_told(home):
    write_numbers(home)
    task = task_of(home, regression())
    rows = 1001
    targets = torch.full((rows,), -1.2345)  # whose squares round: their sum is not that of the mean
    assert task.scores(task.sums(torch.zeros(rows, 1), targets), rows)["r2"] is None


def test_curves_and_pictures_are_told_once(home):
    write_grades(home)
    files = write_run(home, "run", classes("passed", training={"epochs": 2}))
    train_here(files)
    for event in events_of(files, "evaluation"):
        assert ("roc" in event["values"]) == event["final"]
        assert event["values"]["baseline"]["name"] == "majority"
    [saved] = events_of(files, "model")
    assert "roc" not in saved["metrics"]["test"] and saved["metrics"]["test"]["roc_auc"] > 0.5
