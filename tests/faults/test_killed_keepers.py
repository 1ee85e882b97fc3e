"""kill -9 of shim, agent, rank and engine while a run goes on: nothing is lost, nothing is left, nothing is twice."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from engine.jobs.watcher import shim_identity
from engine.schema.api import ServeRequest
from engine.schema.job import ENDED, State
from engine.system.files import write_json
from engine.system.paths import Home
from engine.system.processes import end_processes, processes_of_job
from tests.conftest import wait_for
from tests.fakes.jobs import curve_of, new_job, train_spec
from tests.fakes.stand_in import loss_at

pytestmark = pytest.mark.fault

WHOLE = [(step, loss_at(step)) for step in range(1, 81)]
SPEC = train_spec(80, devices=("cpu", "cpu"), every=5)
ENGINE = Path(__file__).parents[1] / "fakes" / "bare_engine.py"


def test_a_killed_shim_loses_nothing(make_yard):
    yard = make_yard(step_seconds=0.01)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 12)
    before = yard.processes(job.id)
    yard.role(job.id, "shim").kill()
    yard.until(lambda: yard.service.job(job.id).attempt == 2, 10, "a second attempt", job.id)
    assert not any(_runs(process) for process in before), "never two copies"
    _ends_whole(yard, job.id)


def test_ranks_that_outlive_shim_and_agent_are_swept_before_the_next_attempt(make_yard):
    yard = make_yard(step_seconds=0.01, orphan=True)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 12)
    before = yard.processes(job.id)
    for role in ("shim", "agent"):
        yard.role(job.id, role).kill()
    yard.until(lambda: yard.service.job(job.id).attempt == 2, 10, "a second attempt", job.id)
    assert not any(_runs(process) for process in before)
    _ends_whole(yard, job.id)


@pytest.mark.parametrize("orphan", [False, True], ids=["ranks die with it", "ranks live on"])
def test_a_killed_agent_is_swept_up_and_started_again(make_yard, orphan: bool):
    yard = make_yard(step_seconds=0.01, orphan=orphan)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 12)
    before = yard.processes(job.id)
    yard.role(job.id, "agent").kill()
    yard.until(lambda: yard.service.job(job.id).attempt == 2, 10, "a second attempt", job.id)
    assert not any(_runs(process) for process in before)
    _ends_whole(yard, job.id)


def test_a_stopped_process_does_not_survive_the_end_of_its_job(make_yard):
    yard = make_yard(step_seconds=0.01, orphan=True)
    job = yard.service.submit(new_job(SPEC))
    yard.wait_for_step(job.id, 5)
    frozen = yard.role(job.id, "worker")
    frozen.suspend()
    yard.service.stop(job.id, now=True)
    assert yard.wait(job.id, *ENDED, seconds=30).state == State.STOPPED
    assert not _runs(frozen)


def test_a_run_that_only_dies_ends_as_failed_and_says_so(make_yard):
    yard = make_yard(step_seconds=0.0, die_at=3)
    job = yard.service.submit(new_job(SPEC))
    done = yard.wait(job.id, *ENDED, seconds=30)
    assert (done.state, done.error.code) == (State.FAILED, "worker_failed")
    assert yard.processes(job.id) == []


def test_losses_without_progress_end_at_the_budget(make_yard):
    yard = make_yard(step_seconds=30)
    job = yard.service.submit(new_job(SPEC))
    for attempt in range(1, 5):
        yard.until(
            lambda attempt=attempt: shim_identity(yard.home.run(job.id), attempt) is not None,
            10,
            "its shim",
            job.id,
        )
        yard.role(job.id, "shim").kill()
    done = yard.wait(job.id, *ENDED)
    assert (done.state, done.error.code, done.attempt) == (State.FAILED, "lost_too_often", 4)
    assert yard.processes(job.id) == []


@pytest.mark.parametrize("step", [0, 12, 40])
def test_a_killed_engine_changes_nothing_for_the_run(make_yard, home: Home, step: int):
    write_json(home.root / "behaviour.json", {"step_seconds": 0.01})
    engine, id = _engine_with_a_run(home)
    _wait_for_step(home, id, step)
    engine.kill()
    engine.wait()
    _wait_for_step(home, id, step + 10)
    yard = make_yard(step_seconds=0.01)
    done = yard.wait(id, *ENDED)
    assert (done.state, done.attempt) == (State.FINISHED, 1), "found again, not started again"
    assert done.progress.step == 80
    assert yard.curve(id) == WHOLE
    assert yard.processes(id) == []


def test_engine_and_run_killed_together_go_on_from_the_checkpoint(make_yard, home: Home):
    write_json(home.root / "behaviour.json", {"step_seconds": 0.01})
    engine, id = _engine_with_a_run(home)
    _wait_for_step(home, id, 12)
    engine.kill()
    engine.wait()
    end_processes(processes_of_job(id, home.root), grace=0)
    yard = make_yard(step_seconds=0.01)
    _ends_whole(yard, id)
    assert yard.service.job(id).attempt == 2


@pytest.mark.parametrize("victim", ["server", "shim"])
def test_a_killed_endpoint_is_started_again_with_its_keys(make_yard, victim: str):
    yard = make_yard()
    run = yard.submit(steps=2)
    yard.wait(run.id, State.FINISHED)
    served, _ = yard.service.serve(ServeRequest(model=run.id))
    id = served.job.id
    yard.wait(id, State.RUNNING)
    keys = yard.service.list_keys()
    yard.role(id, victim).kill()
    yard.until(lambda: yard.service.job(id).attempt == 2, 10, "a second attempt", id)
    assert yard.wait(id, State.RUNNING).url is not None
    assert yard.service.list_keys() == keys
    assert len([process for process in yard.processes(id) if "server" in process.cmdline()]) == 1


@pytest.mark.slow
def test_an_engine_killed_again_and_again_changes_nothing_for_the_run(make_yard, home: Home):
    write_json(home.root / "behaviour.json", {"step_seconds": 0.25})
    chance = random.Random(0)
    engine, id = _engine_with_a_run(home)
    for _ in range(25):
        time.sleep(chance.random())
        engine.kill()
        engine.wait()
        engine = subprocess.Popen([sys.executable, str(ENGINE), str(home.root)], stdout=subprocess.PIPE)
        if chance.random() < 0.8:
            engine.stdout.readline()
    engine.kill()
    engine.wait()
    yard = make_yard(step_seconds=0.25)
    done = yard.wait(id, *ENDED, seconds=60)
    assert (done.state, done.attempt) == (State.FINISHED, 1)
    assert yard.curve(id) == WHOLE
    assert yard.processes(id) == []


def test_a_run_that_ended_while_no_engine_lived_is_taken_in(make_yard, home: Home):
    write_json(home.root / "behaviour.json", {"step_seconds": 0.002})
    engine, id = _engine_with_a_run(home)
    _wait_for_step(home, id, 1)
    engine.kill()
    engine.wait()
    wait_for(lambda: home.run(id).exit.exists(), what="the end of the run")
    done = make_yard().wait(id, *ENDED)
    assert (done.state, done.model, done.progress.step) == (State.FINISHED, id, 80)


def _engine_with_a_run(home: Home) -> tuple[subprocess.Popen[str], str]:
    engine = subprocess.Popen(
        [sys.executable, str(ENGINE), str(home.root), json.dumps(SPEC)], stdout=subprocess.PIPE, text=True
    )
    return engine, engine.stdout.readline().strip()


def _wait_for_step(home: Home, id: str, step: int) -> None:
    events = home.run(id).events
    wait_for(lambda: events.exists() and len(curve_of(events)) >= step, what=f"step {step}")


def _ends_whole(yard, id: str) -> None:
    done = yard.wait(id, *ENDED, seconds=30)
    assert done.state == State.FINISHED
    assert yard.processes(id) == []
    assert yard.curve(id) == WHOLE
    assert done.error is None


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
