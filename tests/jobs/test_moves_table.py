"""The whole table of moves, and the ledger that enforces it."""

import pytest

from engine.jobs.changes import ChangeLog
from engine.jobs.ledger import Ledger
from engine.jobs.store import JobRow, Store
from engine.schema.job import ACTIVE, ENDED, MOVES, Job, State
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from tests.fakes.jobs import train_spec

ALLOWED = {
    "waiting": "starting paused stopped failed",
    "starting": "running pausing stopping failed waiting finished",
    "running": "finished pausing stopping failed waiting",
    "pausing": "paused stopping finished failed",
    "paused": "waiting stopped",
    "stopping": "stopped finished failed",
    "stopped": "waiting",
    "failed": "waiting",
    "finished": "",
}


@pytest.fixture
def ledger(home: Home) -> Ledger:
    return Ledger(home, Store(home.database), ChangeLog())


@pytest.mark.parametrize("state", list(State))
def test_the_ledger_makes_exactly_the_moves_of_the_table(ledger: Ledger, home: Home, state: State):
    for wanted in State:
        id = f"to-{wanted.value}"
        _admit(ledger, home, id, state)
        if wanted.value in ALLOWED[state.value].split():
            assert ledger.move(id, wanted).state == wanted
            assert read_json(home.run(id).job)["state"] == wanted.value
        else:
            with pytest.raises(UserError, match="cannot be done now"):
                ledger.move(id, wanted)
            assert ledger.job(id).state == state


def test_every_state_has_a_way_to_an_end():
    for state in State:
        reached = {state}
        for _ in State:
            reached |= {after for one in reached for after in MOVES[one]}
        assert reached & ENDED


def test_a_live_job_never_jumps_back_into_the_queue_while_it_obeys_an_order():
    assert all(State.WAITING not in MOVES[state] for state in (State.PAUSING, State.STOPPING))
    assert not ACTIVE & ENDED


def _admit(ledger: Ledger, home: Home, id: str, state: State) -> None:
    home.run(id).root.mkdir()
    spec = TrainSpec.model_validate(train_spec())
    job = Job(id=id, kind="train", name="job", state=state, spec=spec, created=1.0)
    ledger.admit(JobRow(job=job))
