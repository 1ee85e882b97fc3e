"""Real ranks, killed one keeper after another; the curve is the uninterrupted one, bit for bit."""

import random
from pathlib import Path

import pytest

from engine.schema.api import NewDataset
from engine.schema.job import ENDED, State
from engine.system.paths import MAIN, Home
from tests.fakes.jobs import Yard, new_job, train_spec

# The stories kill each of these alone by default; all in one run takes half a minute more.
pytestmark = [pytest.mark.fault, pytest.mark.slow]


@pytest.fixture
def real_yard(home: Home, tmp_path: Path):
    random.seed(0)
    lines = [f"{random.random()},{random.random()},{random.random()}" for _ in range(120)]
    (tmp_path / "points.csv").write_text("\n".join(["x,z,y", *lines]) + "\n")
    yard = Yard(home, MAIN)
    yard.service.import_dataset(NewDataset(path=str(tmp_path / "points.csv")))
    yield yard
    yard.service.stop_all()
    yard.close()


def test_rank_agent_and_shim_killed_in_turn_leave_the_curve_as_it_was(real_yard: Yard):
    yard, service = real_yard, real_yard.service
    spec = train_spec(
        1500,
        devices=("cpu", "cpu"),
        every=50,
        model={"name": "mlp", "hidden": [8], "dropout": 0.1},
        training={"max_steps": 1500, "batch_size": 15},
    )
    whole = service.submit(new_job(spec))
    assert yard.wait(whole.id, *ENDED, seconds=60).state == State.FINISHED

    job = service.submit(new_job(spec))
    for number, role in enumerate(("worker", "agent", "shim")):
        yard.wait_for_step(job.id, 100 + 300 * number, seconds=60)
        yard.role(job.id, role).kill()
        _wait_for_a_new_start(yard, job.id, starts=number + 2)
    done = yard.wait(job.id, *ENDED, seconds=60)
    assert (done.state, done.error) == (State.FINISHED, None)
    assert done.attempt == 3, "a lost rank is the agent's to mend, a lost agent or shim the engine's"
    assert yard.curve(job.id) == yard.curve(whole.id)
    assert len(yard.curve(job.id)) == 1500
    assert done.metrics == service.job(whole.id).metrics
    assert yard.processes(job.id) == []


def _wait_for_a_new_start(yard: Yard, id: str, starts: int) -> None:
    events = yard.home.run(id).events
    yard.until(lambda: events.read_text().count('"kind":"started"') >= starts, 60, f"start {starts}", id)
