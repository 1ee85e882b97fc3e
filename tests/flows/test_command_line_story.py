"""Train on two ranks, list, serve and ask, all from a terminal and a foreign program."""

import csv
import random

import pytest
import requests

pytestmark = pytest.mark.flow

SPEC = """
kind: train
name: yield
task: tabular_regression
data:
  source: field.csv
  target: yield
  split: {method: random, validation: 0.1, test: 0.1, seed: 0}
model: {name: linear}
training: {epochs: 40, batch_size: 32, optimizer: {name: momentum, learning_rate: 0.05}}
strategy: {name: ddp, devices: [cpu, cpu]}
checkpoint: {every_steps: 50, keep: 2}
"""


@pytest.fixture
def spec(tmp_path):
    """A spec beside its data: yield = 3·rain − 2·frost + noise, and a soil that adds 5 when black."""
    draw = random.Random(0)
    with (tmp_path / "field.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["rain", "frost", "soil", "yield"])
        for _ in range(403):  # 403 leaves an uneven last batch
            rain, frost, soil = draw.uniform(0, 10), draw.uniform(0, 5), draw.choice(["black", "red"])
            crop = 3 * rain - 2 * frost + 5 * (soil == "black") + draw.gauss(0, 0.1)
            rows.writerow([f"{rain:.4f}", f"{frost:.4f}", soil, f"{crop:.4f}"])
    path = tmp_path / "yield.yaml"
    path.write_text(SPEC)
    return path


def test_a_run_is_trained_served_and_asked_from_the_terminal(modelyard, spec):
    result = modelyard.json("train", str(spec))
    assert result["state"] == "finished"
    assert result["metrics"]["test"]["r2"] > 0.99
    assert set(result["metrics"]) == {"train", "validation", "test"}

    runs = modelyard.json("runs")
    assert [(run["id"], run["state"]) for run in runs] == [(result["run"], "finished")]
    assert result["model"] in [model["id"] for model in modelyard.json("models")]

    served = modelyard.json("serve", result["model"])
    answer = requests.post(
        f"{served['url']}/v1/predict",
        json={"inputs": [{"rain": 4.0, "frost": 1.0, "soil": "black"}]},
        headers={"Authorization": f"Bearer {served['key']}"},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["outputs"][0]["value"] == pytest.approx(15, abs=0.5)

    assert modelyard.run("serve", result["model"], "--stop").returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{served['url']}/health", timeout=5)
    assert modelyard.run("engine", "--stop", "--all").returncode == 0
    assert modelyard.processes() == []


def test_a_wrong_spec_names_its_field_and_exits_with_2(modelyard, spec):
    spec.write_text(SPEC.replace("batch_size: 32", "batch_size: many"))
    done = modelyard.run("train", str(spec))
    assert done.returncode == 2
    assert "training.batch_size" in done.stderr


def test_a_column_that_is_not_there_is_refused_with_the_nearest_name(modelyard, spec):
    spec.write_text(SPEC.replace("target: yield", "target: yeild"))
    done = modelyard.run("train", str(spec))
    assert done.returncode == 2
    assert "data.target" in done.stderr
    assert "yield" in done.stderr
