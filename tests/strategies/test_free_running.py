"""A parameter server whose workers are not in step, and may be lost."""

import json
import shutil

import numpy as np
import pytest

from engine.system.files import write_json
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    outcome_of,
    regression,
    run_agent,
    scores_of,
    start_agent,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)

ROUND = 24  # steps
STILL = {"optimizer": {"name": "sgd", "learning_rate": 1e-30}, "batch_size": 12, "epochs": 2}


@pytest.fixture(autouse=True)
def data(home):
    write_numbers(home)  # 72 training rows
    write_texts(home)


def servers(workers=2, count=1, mode="async", **settings):
    devices = ("cpu",) * (workers + count)
    return {"name": "parameter_server", "devices": devices, "servers": count, "mode": mode, **settings}


def trained(home, name, spec, **how):
    files = write_run(home, name, spec)
    status, output = run_agent(files, **how)
    assert status == 0, output
    assert outcome_of(files.outcome) == "finished"
    return files


def rows_of(files, role):
    tables = [event["ranks"] for event in events_of(files, "ranks")]
    return [row for table in tables for row in table if row["role"] == role]


@pytest.mark.parametrize(
    ("count", "settings"),
    [(1, {"delay_compensation": 0.1}), (2, {"mode": "bounded", "staleness": 2})],
    ids=["compensated", "bounded"],
)
def test_free_workers_learn(home, count, settings):
    spec = classification(strategy=servers(3, count, **settings), training={"epochs": 10, "ema": 0.5})
    files = trained(home, "free", spec)
    assert len(curve_of(files)) == events_of(files, "started")[0]["total_steps"]
    assert scores_of(files)["train"]["loss"] < 0.05
    assert {row["rank"] for row in rows_of(files, "server")} == set(range(3, 3 + count))
    late = [row["staleness"] for row in rows_of(files, "worker") if row["staleness"] is not None]
    assert late and max(late) <= settings.get("staleness", np.inf)


def test_every_row_of_an_epoch_is_used_once_also_when_a_worker_is_lost(home):
    """Weights that do not move make the loss of a slice its own; what is lost or repeated would show in the mean.

    Workers are not in step: which slice the lost one holds, and in which epoch it comes back, differs from run to
    run. So it dies with its first slice, of many epochs that the other one does.
    """
    files = trained(
        home,
        "lost",
        regression(strategy=servers(2, 2), training={**STILL, "epochs": 40}),
        fault="worker.push:kill9@rank=0:attempt=1",
    )
    losses = list(curve_of(files).values())
    expected = scores_of(files)["train"]["loss"]
    assert np.mean(losses) == pytest.approx(expected, rel=1e-5)
    [note] = [event["problem"] for event in events_of(files, "note")]
    assert (note["code"], note["params"]) == ("worker_lost", {"rank": 0})
    assert len(events_of(files, "started")) == 1


def test_a_run_whose_server_is_lost_goes_on_from_its_checkpoint(home):
    """The other server and the workers end with it; the supervisor starts all of them again."""
    spec = regression(strategy=servers(2, 2), training={"epochs": 6}, checkpoint={"every_steps": 7})
    files = trained(home, "lost", spec, fault="checkpoint.before_write:kill9@step=14:rank=3:attempt=1")
    assert [event["step"] for event in events_of(files, "started")] == [0, 7]
    assert len(curve_of(files)) == 30


def test_a_stopped_run_holds_whole_steps_and_one_device_can_go_on_from_it(home, wait_until):
    files = write_run(home, "stopped", regression(strategy=servers(2, 2), training={"epochs": 100_000}))
    agent = start_agent(files)
    try:
        wait_until(lambda: files.events.exists() and has_learnt(files), 60)
        write_json(files.order, {"attempt": 1, "order": "stop"})
        output, _ = agent.communicate(timeout=60)
    finally:
        agent.kill()
    assert agent.returncode == 0, output
    assert outcome_of(files.outcome) == "stopped"
    step = events_of(files, "ended")[0]["step"]
    newest = max(files.checkpoints.glob("step-*"))
    manifest = json.loads((newest / "manifest.json").read_text())
    assert manifest["step"] == step == len(curve_of(files))

    alone = write_run(home, "alone", regression(training={"epochs": 100_000, "max_steps": step + 5}))
    shutil.copytree(newest, alone.checkpoints / newest.name)
    train_here(alone)
    assert events_of(alone, "started")[0]["step"] == step
    assert len(curve_of(alone)) == 5
    assert np.mean([*curve_of(alone).values()]) < np.mean([*curve_of(files).values()][:ROUND]) / 2


def has_learnt(files):
    """Whether the loss is a quarter of what it was; each is of one worker's slice, so many count together."""
    losses = [*curve_of(files).values()]
    return len(losses) >= 2 * ROUND and np.mean(losses[-ROUND:]) < np.mean(losses[:ROUND]) / 4
