"""SIGSTOP of shim, agent and server: nothing that stands still looks alive for ever, and a stop ends it."""

import psutil
import pytest

from engine.jobs import keeper
from engine.schema.api import ServeRequest
from engine.schema.job import ENDED, State
from tests.fakes.jobs import new_job, train_spec
from tests.fakes.stand_in import loss_at

pytestmark = pytest.mark.fault

WHOLE = [(step, loss_at(step)) for step in range(1, 81)]
SPEC = train_spec(80, devices=("cpu", "cpu"), every=5)


def test_a_frozen_shim_is_replaced_and_the_run_goes_on(make_yard, monkeypatch):
    monkeypatch.setattr(keeper, "STILL_SECONDS", 3.0)  # a heart beats once a second
    yard = make_yard(step_seconds=0.2)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 6)
    before = yard.processes(job.id)
    yard.role(job.id, "shim").suspend()
    yard.until(lambda: yard.service.job(job.id).attempt == 2, 20, "a second attempt", job.id)
    assert not any(_runs(process) for process in before), "never two copies"
    yard.service.stop(job.id, now=True)
    assert yard.wait(job.id, *ENDED).state == State.STOPPED
    assert yard.processes(job.id) == []


def test_a_run_whose_shim_is_frozen_can_be_stopped(make_yard, monkeypatch):
    monkeypatch.setattr(keeper, "ENDING_SECONDS", 3.0)
    yard = make_yard(step_seconds=0.01)
    job = yard.service.submit(new_job(train_spec(100_000)))
    yard.wait_for_step(job.id, 6)
    yard.role(job.id, "shim").suspend()
    yard.service.stop(job.id, now=True)
    assert yard.wait(job.id, *ENDED).state == State.STOPPED
    assert yard.processes(job.id) == []


def test_a_frozen_agent_costs_the_run_nothing(make_yard):
    yard = make_yard(step_seconds=0.01, still_seconds=2)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 12)
    yard.role(job.id, "agent").suspend()
    done = yard.wait(job.id, *ENDED, seconds=30)
    assert (done.state, done.error) == (State.FINISHED, None)
    assert yard.curve(job.id) == WHOLE
    assert yard.processes(job.id) == []


def test_a_frozen_endpoint_is_started_again(make_yard):
    yard = make_yard(step_seconds=0.0, still_seconds=2)
    model = yard.submit(5)
    yard.wait(model.id, State.FINISHED)
    served, _ = yard.service.serve(ServeRequest(model=model.id))
    yard.wait(served.job.id, State.RUNNING)
    yard.role(served.job.id, "server").suspend()
    yard.until(lambda: yard.service.job(served.job.id).attempt == 2, 20, "a second start")
    yard.wait(served.job.id, State.RUNNING)
    yard.service.stop(served.job.id)
    assert yard.wait(served.job.id, *ENDED).state == State.STOPPED


def _runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
