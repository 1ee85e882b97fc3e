"""Many clients and an endpoint, and what happens to it meanwhile: a swap, a killed runner, a killed engine."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
import requests

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.schema.serve import ServedSpec
from engine.system.processes import processes_of_job
from tests.fakes.served_model import save_language_model, save_table_model
from tests.flows.serving_load import RECORD, Load, Tally

pytestmark = [pytest.mark.flow, pytest.mark.fault]

CLIENTS = 32


@pytest.fixture
def engine(modelyard) -> EngineClient:
    """An engine whose catalogue has two versions of a table model, and a language model."""
    save_table_model(modelyard.home, "table-1")
    save_table_model(modelyard.home, "table-2", hidden=(32,))
    save_language_model(modelyard.home, context=64)
    return ensure_engine(modelyard.home)


def served(engine: EngineClient, wait_until, *specs: ServedSpec) -> tuple[str, str, str]:
    """An endpoint's id, address and key, once all it serves is ready."""
    new = engine.serve(*specs)
    wait_until(lambda: engine.job(new.job.id).state == "running", 60, "the endpoint to be ready")
    return new.job.id, engine.job(new.job.id).url, new.key.secret


def two_names() -> tuple[ServedSpec, ServedSpec]:
    return ServedSpec(name="table", model="table-1"), ServedSpec(name="language", model="language-1")


def state_of(engine: EngineClient, id: str, name: str):
    return next(model for model in engine.job(id).served if model.name == name)


def loaded_with_a_swap(engine: EngineClient, wait_until, seconds: float) -> Tally:
    id, url, secret = served(engine, wait_until, *two_names())
    load = Load(url, secret, "table", "language", CLIENTS)

    async def swap() -> None:
        await asyncio.sleep(seconds / 2)
        spec = ServedSpec(name="table", model="table-2")
        await asyncio.to_thread(engine.put_model, id, spec)
        await asyncio.to_thread(
            wait_until, lambda: state_of(engine, id, "table").model == "table-2", 60, "the swap"
        )

    tally = asyncio.run(load.run(seconds, swap()))
    wait_until(lambda: state_of(engine, id, "table").next is None, 60, "the old version to end")
    return tally


def check(tally: Tally) -> None:
    assert tally.failures == []
    assert set(tally.answers) == {"one", "many", "tensors", "chat", "stream", "completion"}
    assert len(tally.versions) == 2, f"each version answered, and nothing between them: {tally.versions}"


def test_a_swap_under_load_loses_no_request(engine, wait_until):
    check(loaded_with_a_swap(engine, wait_until, 6))


@pytest.mark.slow
def test_two_minutes_of_mixed_load_with_a_swap_lose_no_request(engine, wait_until):
    check(loaded_with_a_swap(engine, wait_until, 120))


def test_a_killed_runner_comes_back_and_the_other_endpoint_notices_nothing(engine, wait_until):
    id, url, secret = served(engine, wait_until, ServedSpec(name="table", model="table-1"))
    _, other_url, other_secret = served(engine, wait_until, ServedSpec(name="other", model="table-2"))
    other = Load(other_url, other_secret, "other", None, 4)
    hit = Load(url, secret, "table", None, 4)

    async def kill() -> None:
        await asyncio.sleep(1)
        os.kill(runner_of(engine, id), signal.SIGKILL)

    async def both() -> tuple[Tally, Tally]:
        return tuple(await asyncio.gather(other.run(4), hit.run(4, kill())))

    quiet, struck = asyncio.run(both())
    assert quiet.failures == []
    assert [failure for failure in struck.failures if ": 503 " not in failure] == []
    assert asks(url, secret).status_code == 200
    assert state_of(engine, id, "table").restarts == 1


def test_an_endpoint_outlives_its_engine_and_comes_back_when_it_is_killed_itself(
    modelyard, engine, wait_until
):
    id, url, secret = served(engine, wait_until, ServedSpec(name="table", model="table-1"))
    os.kill(modelyard.engine_pid(), signal.SIGKILL)
    assert asks(url, secret).status_code == 200, "it needs no engine"
    engine = ensure_engine(modelyard.home)
    attempt = engine.job(id).attempt
    for process in processes_of_job(id, modelyard.home.root):
        process.kill()
    wait_until(
        lambda: engine.job(id).attempt > attempt and engine.job(id).state == "running", 60, "its return"
    )
    assert engine.job(id).url == url
    assert asks(url, secret).status_code == 200, "the same key at the same address"


def asks(url: str, secret: str) -> requests.Response:
    body = {"inputs": [RECORD]}
    return requests.post(
        f"{url}/v1/predict", json=body, headers={"Authorization": f"Bearer {secret}"}, timeout=30
    )


def runner_of(engine: EngineClient, id: str) -> int:
    """The process that holds the model of an endpoint with one name."""
    root = Path(engine.job(id).directory).parent.parent
    [runner] = [process for process in processes_of_job(id, root) if "runner" in process.cmdline()]
    return runner.pid
