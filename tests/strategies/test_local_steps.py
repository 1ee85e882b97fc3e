"""Ranks that step alone and come together every few steps."""

import json
import shutil

import numpy as np
import pytest

from engine.system.files import write_json
from engine.system.paths import Home
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    on_ranks,
    outcome_of,
    regression,
    scores_of,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)

SGD = {"optimizer": {"name": "sgd", "learning_rate": 0.05}, "epochs": 3, "batch_size": 15}  # 7 and 8 rows
LONG = {"epochs": 12, "optimizer": {"name": "adamw", "learning_rate": 0.05}}
SEVENTH = "step-000007"


def alone(name="local_sgd", **settings):
    return {"name": name, "devices": ("cpu",) * 2, **settings}


PLAIN_OUTER = {"outer_learning_rate": 1.0, "outer_momentum": 0.0}
KEPT = {"checkpoint": {"every_steps": 7, "keep": 100}}
SPECS = {
    "every-step": regression(strategy=alone(period=1), training=SGD),
    "ddp": regression(strategy=on_ranks(2), training=SGD),
    "local": classification(strategy=alone(period=3)),
    "outer-one": classification(strategy=alone("diloco", period=3, **PLAIN_OUTER)),
    "local-long": classification(strategy=alone(period=4), training=LONG),
    "diloco-long": classification(strategy=alone("diloco", period=4), training=LONG),
    "local-kept": regression(strategy=alone(period=5), **KEPT),
    "diloco-kept": regression(strategy=alone("diloco", period=5), **KEPT),
    "never": classification(strategy=alone(period=100), training={"epochs": 2, "ema": 0.5}),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Every spec, trained on the same two ranks."""
    home = Home(tmp_path_factory.mktemp("local") / "home").create()
    write_numbers(home)
    write_texts(home)
    runs = {name: write_run(home, name, spec) for name, spec in SPECS.items()}
    run_on_ranks(list(runs.values()), 2)
    return runs


def losses(files):
    return np.array(list(curve_of(files).values()))


def test_local_steps_that_average_each_time_are_data_parallel(runs):
    local, parallel = runs["every-step"], runs["ddp"]
    np.testing.assert_allclose(losses(local), losses(parallel), rtol=1e-5)
    assert scores_of(local)["test"]["loss"] == pytest.approx(scores_of(parallel)["test"]["loss"], rel=1e-5)


def test_an_outer_step_of_one_without_momentum_is_the_average(runs):
    np.testing.assert_allclose(losses(runs["local"]), losses(runs["outer-one"]), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", ["local-long", "diloco-long"])
def test_ranks_that_step_alone_learn(runs, name):
    assert scores_of(runs[name])["train"]["loss"] < 0.05
    assert scores_of(runs[name])["test"]["accuracy"] == 1.0


def test_only_steps_that_bring_ranks_together_send_weights(runs):
    rows = events_of(runs["every-step"], "ranks")[0]["ranks"]
    parameters = events_of(runs["every-step"], "started")[0]["parameters"]
    assert [row["bytes_sent"] for row in rows] == [4 * (parameters + 1)] * 2  # each sends half, twice


def test_a_resumed_run_computes_the_same_bits_also_between_two_averages(runs):
    resumed = {name: _from_seventh_step(runs[name]) for name in ("local-kept", "diloco-kept")}
    run_on_ranks(list(resumed.values()), 2)
    for name, files in resumed.items():
        whole = {step: loss for step, loss in curve_of(runs[name]).items() if step > 7}
        assert curve_of(files) == whole
        assert scores_of(files) == scores_of(runs[name])


def test_one_device_goes_on_from_the_mean_of_the_ranks(runs):
    files = runs["never"]
    files.spec.write_text(classification(training={"epochs": 3, "ema": 0.5}).model_dump_json())
    plan = json.loads(files.plan.read_text())
    write_json(files.plan, {**plan, "devices": ["cpu"], "world_size": 1})
    before = scores_of(files)["train"]["loss"]
    train_here(files, attempt=2)
    assert outcome_of(files.outcome) == "finished"
    assert events_of(files, "started")[-1]["step"] == max(curve_of(files)) * 2 // 3
    assert scores_of(files)["train"]["loss"] < before


def _from_seventh_step(whole):
    """A run directory that holds that checkpoint and nothing later."""
    files = write_run(whole.home, f"{whole.id}-resumed", SPECS[whole.id])
    shutil.copytree(whole.checkpoints / SEVENTH, files.checkpoints / SEVENTH)
    return files
