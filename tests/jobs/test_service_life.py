"""The life of a job through the service, with stand-in processes."""

import pytest

from engine.schema.api import NewJob, ServeRequest
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
