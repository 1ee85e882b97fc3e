"""Servers in step with workers, which take the steps of one device."""

import shutil

import numpy as np
import pytest

from tests.fakes.rank_group import held_by, run_on_ranks
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    regression,
    scores_of,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)

CLIPPED = {"training": {"gradient_clip": 0.5, "batch_size": 11}}
KEPT = {"training": {"ema": 0.9}, "checkpoint": {"every_steps": 7, "keep": 100}}


@pytest.fixture
def data(home):
    write_numbers(
        home, rows=83
    )  # 67 training rows: batches of 11 leave a last one of 1, so a worker has none
    write_texts(home)


def servers(workers=2, count=1, mode="sync", **settings):
    devices = ("cpu",) * (workers + count)
    return {"name": "parameter_server", "devices": devices, "servers": count, "mode": mode, **settings}


@pytest.mark.parametrize("count", [1, 2])
def test_in_step_a_parameter_server_takes_the_steps_of_one_device(home, data, count):
    cases = {
        "regression": regression(**CLIPPED),
        "texts": classification(**CLIPPED),
        "kept": regression(**KEPT),
    }
    plain = {name: write_run(home, f"plain-{name}", spec) for name, spec in cases.items()}
    for files in plain.values():
        train_here(files)
    strategy = regression(strategy=servers(count=count)).strategy
    specs = {name: spec.model_copy(update={"strategy": strategy}) for name, spec in cases.items()}
    served = {name: write_run(home, f"served-{name}", spec) for name, spec in specs.items()}
    resumed = write_run(home, "resumed", specs["kept"])
    run_on_ranks(list(served.values()), 2 + count)
    for name, files in served.items():
        follows(files, plain[name])
        rows = events_of(files, "ranks")[-1]["ranks"]
        assert [row["role"] for row in rows] == ["worker", "worker"] + ["server"] * count
        holds_only_its_part(files, count)
    shutil.copytree(served["kept"].checkpoints / "step-000007", resumed.checkpoints / "step-000007")
    run_on_ranks([resumed], 2 + count)
    assert scores_of(resumed) == scores_of(served["kept"])


def follows(files, plain):
    """Losses, norms and scores of one device, up to the order in which floats are added."""
    for name in ("loss", "gradient_norm"):
        curve, expected = (np.array(list(curve_of(run, name).values())) for run in (files, plain))
        np.testing.assert_allclose(curve, expected, rtol=1e-5 if name == "loss" else 1e-4, atol=1e-6)
    assert scores_of(files)["test"]["loss"] == pytest.approx(scores_of(plain)["test"]["loss"], rel=1e-5)


def holds_only_its_part(files, count):
    """A worker has no optimizer state, a server no weights but its own."""
    parameters = 4 * events_of(files, "started")[0]["parameters"]
    held = [held_by(files, rank) for rank in range(2 + count)]
    assert all(worker["trained"] == worker["optimizer"] == 0 for worker in held[:2])
    assert all(worker["parameters"] == parameters for worker in held[:2])
    assert sum(server["trained"] for server in held[2:]) == parameters
    assert sum(server["optimizer"] for server in held[2:]) == 2 * parameters
    assert all(server["parameters"] == 0 for server in held[2:])
