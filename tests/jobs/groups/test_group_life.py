"""The life of jobs made of runs through the service, with stand-in processes: a child is never made twice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.jobs.service import Service
from engine.schema.api import NewJob, ServeRequest
from engine.schema.job import ACTIVE, ENDED, Job, State
from engine.schema.problem import UserError
from engine.schema.spec_file import parse_spec
from engine.system.files import write_json
from engine.system.paths import Home
from tests.fakes.jobs import Yard, new_job, put_dataset, train_spec
from tests.fakes.machine import FakeMachine

ENGINE = Path(__file__).parents[2] / "fakes" / "bare_engine.py"
RATE = "training.optimizer.learning_rate"
RATES = [0.3, 0.01, 0.1, 0.0001]


def folds_spec(steps: int = 10, folds: int = 3, **changes: Any) -> dict[str, Any]:
    split = {"method": "kfold", "folds": folds}
    return train_spec(steps, data={"source": "points", "target": "y", "split": split}, **changes)


def sweep_spec(steps: int = 20, **changes: Any) -> dict[str, Any]:
    grid = {RATE: {"choices": RATES}}
    return {"kind": "sweep", "base": train_spec(steps), "ranges": grid, "method": "grid", **changes}


def submit(yard: Yard, spec: dict[str, Any]) -> Job:
    return yard.service.submit(NewJob(spec=parse_spec(spec), request_id=f"request-{os.urandom(6).hex()}"))


def parts(yard: Yard, job: Job) -> list[Job]:
    return [row.job for row in yard.service.parts(job.id)]


def events(yard: Yard, job: Job, kind: str) -> list[dict[str, Any]]:
    lines = yard.home.run(job.id).events.read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["kind"] == kind]


def test_folds_are_one_job_and_a_run_for_each(make_yard):
    yard = make_yard(validates=True)
    job = submit(yard, folds_spec())
    assert (job.kind, job.state) == ("folds", State.WAITING)
    done = yard.wait(job.id, *ENDED)
    assert (done.state, done.attempt, done.progress.step) == (State.FINISHED, 1, 3)
    assert done.metrics["test"]["loss"] == {"mean": 0.5, "sd": 0.0, "values": [0.5] * 3}
    runs = parts(yard, job)
    assert [(run.part.number, run.parent, run.spec.data.split.fold) for run in runs] == [
        (fold, job.id, fold) for fold in range(3)
    ]
    assert [event["state"] for event in events(yard, job, "part") if event["part"] == 0][-1] == "finished"
    assert events(yard, job, "summary")[0]["metrics"] == done.metrics


def test_a_sweep_keeps_the_best_model_and_says_its_settings(make_yard):
    yard = make_yard(validates=True)
    job = submit(yard, sweep_spec(pruning="none"))
    done = yard.wait(job.id, *ENDED)
    best = parts(yard, job)[1]
    assert (done.state, done.model) == (State.FINISHED, best.id)
    assert [model.id for model in yard.service.models()] == [best.id]
    assert done.metrics == best.metrics
    recipe = yard.service.recipe(job.id)
    assert (recipe.training.optimizer.learning_rate, recipe.name) == (0.01, "sweep")
    assert yard.service.recipe(job.id, 3).training.optimizer.learning_rate == 0.0001
    told = events(yard, job, "summary")[0]
    assert (told["best"], told["job"], told["states"]) == (1, best.id, {"finished": 4})


def test_a_trial_that_is_behind_is_ended_and_says_why(make_yard):
    yard = make_yard(validates=True, slow={"trial-3": 0.1})
    rates = [0.01, 0.01, 0.01, 1.0]
    spec = sweep_spec(60, ranges={RATE: {"choices": rates}}, pruning="median", warmup=1)
    job = submit(yard, spec)
    assert yard.wait(job.id, *ENDED, seconds=40).state == State.FINISHED
    last = parts(yard, job)[3]
    assert (last.state, last.part.cut) == (State.STOPPED, "pruned")
    assert last.progress.step < 60
    assert yard.service.checkpoints(last.id) == []
    assert [event["state"] for event in events(yard, job, "part") if event["part"] == 3][-1] == "pruned"


def test_a_sweep_ends_with_its_time(make_yard):
    yard = make_yard(validates=True, step_seconds=0.002)
    job = submit(yard, sweep_spec(20, parallel=1, seconds=0.001))
    assert yard.wait(job.id, *ENDED).state == State.FINISHED
    assert len(parts(yard, job)) == 1


def test_a_paused_group_pauses_its_runs_and_goes_on_with_them(make_yard):
    yard = make_yard(validates=True, step_seconds=0.05)
    job = submit(yard, folds_spec(30, folds=2))
    yard.until(lambda: any(run.state == State.RUNNING for run in parts(yard, job)), 20, "a run")
    yard.service.pause(job.id)
    yard.wait(job.id, State.PAUSED)
    assert {run.state for run in parts(yard, job)} <= {State.PAUSED, State.FINISHED}
    yard.service.resume(job.id)
    assert yard.wait(job.id, *ENDED).state == State.FINISHED
    assert [run.state for run in parts(yard, job)] == [State.FINISHED] * 2


def test_a_stopped_group_goes_on_where_it_was_when_it_is_tried_again(make_yard):
    yard = make_yard(validates=True, step_seconds=0.03)
    job = submit(yard, folds_spec(30))
    yard.until(lambda: any(run.progress.step > 2 for run in parts(yard, job)), 20, "steps")
    yard.service.stop(job.id)
    assert yard.wait(job.id, *ENDED).state == State.STOPPED
    before = [run.id for run in parts(yard, job)]
    assert not [run for run in parts(yard, job) if run.state not in ENDED]
    yard.service.retry(job.id)
    done = yard.wait(job.id, State.FINISHED)
    assert done.attempt == 2
    assert [run.id for run in parts(yard, job)][: len(before)] == before
    assert len(parts(yard, job)) == 3


def test_a_failed_fold_fails_the_job_and_only_it_is_run_again(make_yard):
    yard = make_yard(validates=True, raise_at=3, raise_in="fold-1")
    job = submit(yard, folds_spec())
    failed = yard.wait(job.id, *ENDED)
    assert (failed.state, failed.error.code) == (State.FAILED, "folds_missing")
    assert failed.error.params["folds"] == "1"
    assert failed.metrics["test"]["loss"]["values"] == [0.5, 0.5]
    write_json(yard.home.root / "behaviour.json", {"validates": True})
    yard.service.retry(job.id)
    yard.wait(job.id, State.FINISHED)
    assert [run.attempt for run in parts(yard, job)] == [1, 2, 1]


def test_parts_are_not_moved_alone_and_go_with_their_group(make_yard):
    yard = make_yard(validates=True, step_seconds=0.02)
    job = submit(yard, folds_spec(20, folds=2))
    yard.until(lambda: parts(yard, job), 20, "a part")
    part = parts(yard, job)[0]
    for refused in (yard.service.pause, yard.service.delete):
        with pytest.raises(UserError, match="part of “points”"):
            refused(part.id)
    yard.wait(job.id, State.FINISHED)
    with pytest.raises(UserError, match="part of “points”"):
        yard.service.retry(part.id)
    with pytest.raises(UserError, match="model would be deleted"):
        yard.service.delete(job.id)
    yard.service.delete(job.id, with_model=True)
    assert (yard.service.jobs(), yard.service.models()) == ([], [])


def test_a_job_behind_a_sweep_waits_for_one_run_and_not_for_all(make_yard):
    yard = make_yard(validates=True, step_seconds=0.01)
    sweep = submit(yard, sweep_spec(30, pruning="none"))
    yard.until(lambda: len(parts(yard, sweep)) == 2, 20, "the first two trials")
    other = yard.submit(steps=5, devices=("cpu", "cpu"))
    yard.wait(other.id, *ENDED)
    assert yard.service.job(sweep.id).state == State.RUNNING
    assert len([run for run in parts(yard, sweep) if run.state == State.FINISHED]) < 4
    assert yard.wait(sweep.id, *ENDED).state == State.FINISHED


def test_a_served_trial_keeps_its_model_though_it_has_lost(make_yard):
    yard = make_yard(validates=True)
    rates = {RATE: {"choices": [0.3, 0.01]}}
    job = submit(yard, sweep_spec(20, parallel=1, ranges=rates, pruning="none"))
    first = next(iter(_wait_for_model(yard, job)))
    yard.service.serve(ServeRequest(model=first))
    yard.wait(job.id, *ENDED)
    assert {model.id for model in yard.service.models()} == {first, parts(yard, job)[1].id}


def _wait_for_model(yard: Yard, job: Job) -> list[str]:
    yard.until(yard.service.models, 20, "a model")
    return [model.id for model in yard.service.models()]


def test_a_try_of_a_group_is_one_short_run(yard: Yard):
    job = yard.service.submit(new_job(folds_spec(), trial=True))
    assert (job.kind, job.spec.data.split.fold, job.trial) == ("train", 0, True)
    yard.wait(job.id, State.FINISHED)
    assert len(yard.service.jobs()) == 1


def test_the_next_engine_knows_a_group_without_the_database(make_yard):
    yard = make_yard(validates=True)
    jobs = [
        submit(yard, folds_spec(folds=2)),
        submit(yard, sweep_spec(ranges={RATE: {"choices": [0.1, 0.01]}})),
    ]
    for job in jobs:
        yard.wait(job.id, *ENDED)
    before = yard.service.jobs()
    yard.close()
    yard.home.database.unlink()
    again = make_yard(validates=True)
    assert again.service.jobs() == before


@pytest.mark.fault
@pytest.mark.parametrize("fault", ["job.before_row:kill9@part=0", "job.before_row:kill9@part=2"])
def test_an_engine_killed_between_a_part_and_the_note_of_it_makes_no_part_twice(
    make_yard, home: Home, fault: str
):
    write_json(home.root / "behaviour.json", {"validates": True})
    command = [sys.executable, str(ENGINE), str(home.root), json.dumps(folds_spec())]
    killed = subprocess.run(command, env={**os.environ, "MODELYARD_FAULT": fault}, capture_output=True)
    assert killed.returncode == -9
    yard = make_yard(validates=True)
    [job] = [job for job in yard.service.jobs() if job.kind == "folds"]
    assert yard.wait(job.id, *ENDED).state == State.FINISHED
    assert [run.part.number for run in parts(yard, job)] == [0, 1, 2]
    assert len(yard.service.jobs()) == 4
    assert not [each for each in yard.service.jobs() if each.state in ACTIVE]


def test_a_decision_that_a_pause_has_overtaken_is_made_again(home: Home):
    put_dataset(home)
    service = Service(home, FakeMachine())  # not started: the test looks after the group itself
    service._datasets.load()
    job = service.submit(NewJob(spec=parse_spec(folds_spec()), request_id="request-overtaken"))
    conductor = service._conductor
    group_of = conductor._parts.group_of

    def overtaken(of: Job) -> Any:
        group = group_of(of)
        decide = group.decide

        def decide_late(*given: Any) -> Any:
            decision = decide(*given)
            group.decide = decide
            service.pause(job.id)
            return decision

        group.decide = decide_late
        return group

    conductor._parts.group_of = overtaken
    conductor.tick()
    assert service.parts(job.id) == []
    service.resume(job.id)
    conductor.tick()
    assert len(service.parts(job.id)) > 0
    service.close()
