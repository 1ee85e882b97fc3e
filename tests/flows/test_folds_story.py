"""Folds and a sweep of the bundled sample from the terminal; the engine killed in their middle changes nothing."""

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from engine.system.paths import RESOURCES

pytestmark = [pytest.mark.flow, pytest.mark.fault]

FOLDS = """
name: folds
task: tabular_regression
data: {source: %s, target: progression, split: {method: kfold, folds: 3}}
model: {name: linear}
training: {epochs: 3, batch_size: 64, metric: rmse}
"""
SWEEP = """
kind: sweep
name: rates
method: random
trials: 4
ranges: {training.optimizer.learning_rate: {low: 0.001, high: 0.5, log: true}}
base:
  task: tabular_regression
  data: {source: %s, target: progression}
  model: {name: linear}
  training: {epochs: 3, batch_size: 64, metric: rmse}
"""


def spec_file(folder: Path, text: str) -> str:
    path = folder / "spec.yaml"
    path.write_text(text % (RESOURCES / "samples" / "diabetes.csv"))
    return str(path)


def test_folds_go_on_when_their_engine_is_killed(modelyard, tmp_path, wait_until):
    spec, answer = spec_file(tmp_path, FOLDS), {}
    command = threading.Thread(target=lambda: answer.update(done=modelyard.run("train", spec, "--json")))
    command.start()
    wait_until(lambda: list(modelyard.home.runs.glob("folds-fold-*/events.jsonl")), 60, "a fold's events")
    os.kill(modelyard.engine_pid(), signal.SIGKILL)
    command.join(timeout=120)  # the command itself finds, or starts, the next engine
    assert answer["done"].returncode == 0, answer["done"].stderr
    result = json.loads(answer["done"].stdout.splitlines()[-1])
    assert [part["state"] for part in result["parts"]] == ["finished"] * 3
    assert len(list(modelyard.home.runs.glob("folds-fold-*"))) == 3, "no fold twice"
    rmse = result["metrics"]["test"]["rmse"]
    assert rmse["values"] == [part["metrics"]["test"]["rmse"] for part in result["parts"]]
    assert f"{rmse['mean']:.4g} ± {rmse['sd']:.4g}" in answer["done"].stderr
    groups = {model["group"] for model in modelyard.json("models")}
    assert groups == {result["run"]}


@pytest.mark.slow
def test_a_sweep_ends_with_the_best_of_its_trials(modelyard, tmp_path):
    result = modelyard.json("train", spec_file(tmp_path, SWEEP))
    scores = [part["score"] for part in result["parts"]]
    assert len(scores) == 4
    best = result["parts"][result["best"]]
    assert best["score"] == min(scores)
    assert result["model"] == best["run"]
    assert [model["id"] for model in modelyard.json("models")] == [best["run"]]
