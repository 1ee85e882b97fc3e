"""The life of a job through the service, with stand-in processes."""

import pytest

from engine.schema.api import ServeRequest
from engine.schema.job import ENDED, State
from engine.schema.problem import UserError
from tests.fakes.jobs import Yard, new_job, train_spec
from tests.fakes.stand_in import loss_at


def test_a_run_goes_from_waiting_to_finished_and_becomes_a_model(yard: Yard):
    job = yard.submit(steps=20)
    assert job.state == State.WAITING
    done = yard.wait(job.id, *ENDED)
    assert done.state == State.FINISHED
    assert done.model == job.id
    assert done.metrics == {"test": {"loss": 0.5}}
    assert done.progress.step == done.progress.total_steps == 20
    assert yard.service.model(job.id).name == "points"
    assert yard.processes(job.id) == []
    assert yard.curve(job.id) == [(step, loss_at(step)) for step in range(1, 21)]


def test_the_same_request_twice_is_the_same_job(yard: Yard):
    request = new_job(train_spec(), request_id="request-once")
    assert yard.service.submit(request).id == yard.service.submit(request).id
    assert len(yard.service.jobs()) == 1


def test_the_stored_spec_names_the_dataset_by_id(yard: Yard):
    assert yard.submit().spec.data.source == "points-abc123"


def test_an_unregistered_dataset_is_refused_at_its_field(yard: Yard):
    with pytest.raises(UserError) as refused:
        yard.submit(data={"source": "/etc/passwd", "target": "y"})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("dataset_not_found", "data.source")
    ]
    assert yard.service.jobs() == []


def test_a_paused_run_frees_its_devices_and_goes_on_where_it_was(make_yard):
    yard = make_yard(step_seconds=0.01)
    first = yard.submit(steps=60, devices=("cpu", "cpu"), every=1000)
    second = yard.submit(steps=5, devices=("cpu", "cpu"))
    yard.wait_for_step(first.id, 5)
    assert yard.service.job(second.id).state == State.WAITING
    assert yard.service.pause(first.id).state == State.PAUSING
    paused = yard.wait(first.id, State.PAUSED)
    assert yard.processes(first.id) == []
    assert yard.wait(second.id, *ENDED).state == State.FINISHED
    yard.service.resume(first.id)
    assert yard.wait(first.id, *ENDED).state == State.FINISHED
    assert yard.service.job(first.id).attempt == 2
    assert paused.progress.step >= 5
    assert yard.curve(first.id) == [(step, loss_at(step)) for step in range(1, 61)]
    lines = yard.home.run(first.id).events.read_text().count('"kind": "metrics"')
    assert lines == 60, "a pause saves a checkpoint first, so no step is taken twice"


def test_a_waiting_job_is_paused_and_stopped_without_ever_starting(make_yard):
    yard = make_yard(step_seconds=0.05)
    busy = yard.submit(steps=1000, devices=("cpu", "cpu"))
    yard.wait(busy.id, State.RUNNING)
    waiting = yard.submit()
    assert yard.service.pause(waiting.id).state == State.PAUSED
    assert yard.service.resume(waiting.id).state == State.WAITING
    assert yard.service.stop(waiting.id).state == State.STOPPED
    assert yard.service.job(waiting.id).attempt == 0


def test_a_stopped_run_keeps_a_checkpoint_and_goes_on_when_retried(make_yard):
    yard = make_yard(step_seconds=0.01)
    job = yard.submit(steps=40, every=1000)
    yard.wait_for_step(job.id, 3)
    yard.service.stop(job.id)
    assert yard.wait(job.id, *ENDED).state == State.STOPPED
    (checkpoint,) = yard.service.checkpoints(job.id)
    assert checkpoint.verified
    assert checkpoint.step >= 3
    yard.service.retry(job.id)
    assert yard.wait(job.id, State.FINISHED).attempt == 2
    assert yard.curve(job.id) == [(step, loss_at(step)) for step in range(1, 41)]


def test_stop_now_ends_a_run_that_does_not_listen(make_yard):
    yard = make_yard(step_seconds=0.05, deaf=True)
    job = yard.submit(steps=10_000)
    yard.wait(job.id, State.RUNNING)
    yard.service.stop(job.id)
    assert yard.service.stop(job.id, now=True).state == State.STOPPING
    assert yard.wait(job.id, *ENDED, seconds=30).state == State.STOPPED
    assert yard.processes(job.id) == []


def test_a_rank_that_raises_fails_the_run_with_its_words(make_yard):
    yard = make_yard(raise_at=3)
    job = yard.wait(yard.submit().id, *ENDED)
    assert job.state == State.FAILED
    assert job.error.code == "rank_failed"
    assert job.error.params["text"] == "told to"
    assert yard.processes(job.id) == []


def test_a_trial_leaves_no_model(yard: Yard):
    job = yard.submit(steps=500, trial=True)
    done = yard.wait(job.id, *ENDED)
    assert (done.state, done.model, done.progress.total_steps) == (State.FINISHED, None, 20)
    assert yard.service.models() == []


def test_waiting_jobs_start_in_the_order_they_are_put(make_yard):
    yard = make_yard(step_seconds=0.02)
    busy = yard.submit(steps=20, devices=("cpu", "cpu"))
    yard.wait(busy.id, State.RUNNING)
    first, second, third = (yard.submit(steps=2, devices=("cpu", "cpu")) for _ in range(3))
    yard.service.move(third.id, before=first.id)
    yard.service.move(first.id, before=None)
    assert [job.id for job in yard.service.jobs() if job.state == State.WAITING] == [
        third.id,
        second.id,
        first.id,
    ]
    ended = [yard.wait(id, *ENDED).started for id in (third.id, second.id, first.id)]
    assert ended == sorted(ended)


def test_two_runs_of_one_rank_share_the_cpu(make_yard):
    yard = make_yard(step_seconds=0.05)
    jobs = [yard.submit(steps=200) for _ in range(3)]
    for job in jobs[:2]:
        yard.wait(job.id, State.RUNNING)
    assert yard.service.job(jobs[2].id).state == State.WAITING


def test_a_live_job_is_not_deleted_and_a_model_only_when_said(make_yard):
    yard = make_yard(step_seconds=0.02)
    job = yard.submit(steps=20)
    yard.wait(job.id, State.RUNNING)
    with pytest.raises(UserError, match="live job"):
        yard.service.delete(job.id)
    yard.wait(job.id, State.FINISHED)
    with pytest.raises(UserError, match="model would be deleted"):
        yard.service.delete(job.id)
    yard.service.delete(job.id, with_model=True)
    assert yard.service.jobs() == []
    assert yard.service.models() == []
    assert list(yard.home.runs.iterdir()) == []


def test_a_renamed_job_keeps_its_name_in_the_next_engine(make_yard):
    yard = make_yard()
    job = yard.submit(steps=3)
    yard.wait(job.id, State.FINISHED)
    yard.service.rename(job.id, "better name")
    yard.close()
    assert make_yard().service.job(job.id).name == "better name"


def test_an_endpoint_runs_with_keys_until_it_is_stopped(yard: Yard):
    run = yard.submit(steps=3)
    yard.wait(run.id, State.FINISHED)
    served, new = yard.service.serve(ServeRequest(model="points"))
    assert new
    again, new = yard.service.serve(ServeRequest(model=run.id))
    assert not new
    assert again.job.id == served.job.id
    assert again.key.secret != served.key.secret
    live = yard.wait(served.job.id, State.RUNNING)
    assert (live.url, live.model) == ("http://127.0.0.1:1", run.id)
    access = yard.service.endpoint_access(live.id)
    assert access.url == live.url
    kept = yard.home.keys.read_text()
    for secret in (access.secret, served.key.secret):
        assert secret not in kept
    assert [key.id for key in yard.service.list_keys()] == [served.key.id, again.key.id]
    assert served.key.models == ("points",)
    yard.service.revoke_key(served.key.id)
    assert [key.id for key in yard.service.list_keys()] == [again.key.id]
    with pytest.raises(UserError, match="being served"):
        yard.service.delete_model(run.id)
    yard.service.stop(live.id)
    assert yard.wait(live.id, *ENDED).state == State.STOPPED
    with pytest.raises(UserError, match="not ready"):
        yard.service.endpoint_access(live.id)
    yard.service.delete_model(run.id)
    assert yard.service.job(run.id).model is None


def test_stop_all_ends_runs_and_endpoints_and_leaves_the_queue(make_yard):
    yard = make_yard(step_seconds=0.02)
    done = yard.submit(steps=2)
    yard.wait(done.id, State.FINISHED)
    endpoint = yard.service.serve(ServeRequest(model=done.id))[0].job
    run, waiting = (yard.submit(steps=5000, devices=("cpu", "cpu")) for _ in range(2))
    yard.wait(run.id, State.RUNNING)
    yard.wait(endpoint.id, State.RUNNING)
    yard.service.stop_all()
    states = [yard.service.job(id).state for id in (run.id, endpoint.id, waiting.id)]
    assert states == [State.STOPPED, State.STOPPED, State.WAITING]
    assert yard.processes(run.id) == yard.processes(endpoint.id) == []


def test_a_job_is_told_to_followers_and_a_late_one_gets_the_present(yard: Yard):
    job = yard.submit(steps=5)
    yard.wait(job.id, State.FINISHED)
    _, changes = yard.service.changes.snapshot()
    told = {change.noun: change.value for change in changes}
    assert told["job"]["state"] == "finished"
    assert told["model"]["id"] == job.id
    assert told["dataset"]["id"] == "points-abc123"


def test_a_dataset_in_use_stays(make_yard):
    yard = make_yard(step_seconds=0.02)
    job = yard.submit(steps=1000)
    with pytest.raises(UserError, match="in use"):
        yard.service.delete_dataset("points-abc123")
    yard.service.stop(job.id, now=True)
    yard.wait(job.id, *ENDED)
    yard.service.delete_dataset("points-abc123")
    assert yard.service.datasets() == []


def test_the_log_of_a_process_is_read_in_parts(yard: Yard):
    job = yard.submit(steps=2)
    yard.wait(job.id, State.FINISHED)
    path = yard.service.files(job.id).logs / "rank0.txt"
    path.write_text("héllo")
    part = yard.service.log(job.id, "0", 0, 2)
    assert (part.text, part.offset) == ("h", 1), "half a character waits for the next read"
    assert yard.service.log(job.id, "0", part.offset, 100).text == "éllo"
    with pytest.raises(UserError, match="no log"):
        yard.service.log(job.id, "../../engine", 0, 10)
