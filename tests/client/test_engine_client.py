"""Calls give records, problems become UserErrors, and nobody in between sees the token."""

import os

import pytest

from engine.client.engine_client import EngineClient, EngineLost
from engine.schema.job import Job
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from tests.fakes.service import SPEC


@pytest.fixture
def client(engine):
    return EngineClient(engine.url, engine.token)


def test_a_submitted_job_comes_back_as_a_record(client):
    job = client.submit(TrainSpec.model_validate(SPEC), request_id="a-request")
    assert isinstance(job, Job)
    assert client.jobs() == [job]
    assert client.jobs("serve") == []


def test_a_refusal_carries_its_problems(client):
    with pytest.raises(UserError) as error:
        client.pause("nobody")
    assert error.value.problems[0].code == "job_unknown"


def test_an_engine_that_is_gone_is_lost_and_no_problem(tmp_path):
    with pytest.raises(EngineLost):
        EngineClient("http://127.0.0.1:9", "t").jobs()


def test_a_proxy_of_the_shell_is_not_used(client, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    assert client.engine().pid == os.getpid()


def test_a_redirect_is_not_followed_with_the_token(client, engine):
    """The engine never redirects; whoever does is not the engine."""
    assert client._session().trust_env is False
    with pytest.raises(UserError):
        client.get("/v1/engine/")


def test_the_machine_and_its_use_are_known(client, engine):
    engine.monitor.take_sample()
    assert client.machine().devices[0].id == "cpu"
    assert len(client.resources(60).samples) == 1


def test_a_part_of_a_job_becomes_a_recipe(client, engine):
    engine.service.add("group")
    assert [(part.number, part.score, part.best) for part in client.parts("group")] == [(0, 0.5, True)]
    assert client.make_recipe("group").model.name == client.make_recipe("group", 0).model.name == "linear"
    with pytest.raises(UserError) as refused:
        client.make_recipe("group", 7)
    assert refused.value.problems[0].code == "part_unknown"
