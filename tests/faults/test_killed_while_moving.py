"""The engine and the shim killed at their own fault points: what was promised holds at the next start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.schema.job import ENDED, State
from engine.system.files import write_json
from engine.system.paths import Home
from tests.fakes.jobs import train_spec
from tests.fakes.stand_in import loss_at

pytestmark = pytest.mark.fault

ENGINE = Path(__file__).parents[1] / "fakes" / "bare_engine.py"


@pytest.mark.parametrize("point", ["shim.child_ended", "shim.before_exit"])
def test_a_shim_killed_while_it_sums_up_costs_nothing(make_yard, monkeypatch: pytest.MonkeyPatch, point: str):
    monkeypatch.setenv("MODELYARD_FAULT", f"{point}:kill9@attempt=1")
    yard = make_yard()
    done = yard.wait(yard.submit(steps=20).id, *ENDED)
    assert (done.state, done.attempt, done.model) == (State.FINISHED, 2, done.id)
    assert yard.curve(done.id) == [(step, loss_at(step)) for step in range(1, 21)]
    assert yard.processes(done.id) == []


def test_an_engine_killed_in_the_first_write_of_a_job_starts_clean(make_yard, home: Home):
    write_json(home.root / "behaviour.json", {})
    fault = "files.before_rename:kill9"
    command = [sys.executable, str(ENGINE), str(home.root), json.dumps(train_spec(5)), fault]
    assert subprocess.run(command, capture_output=True).returncode == -9
    assert [folder.name.startswith(".aside-") for folder in home.runs.iterdir()] == [True]
    yard = make_yard()
    assert yard.service.jobs() == []
    assert list(home.runs.iterdir()) == []
    assert yard.wait(yard.submit(steps=3).id, *ENDED).state == State.FINISHED
