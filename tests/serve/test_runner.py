import asyncio
import threading

import pytest

from engine.serve.runner import ModelFailedError, QueueFullError, Runner


class Slow:
    """A model that answers when it is let go, and notes its batches."""

    def __init__(self):
        self.batches = []
        self.began = threading.Event()
        self.go = threading.Event()

    def predict(self, inputs):
        self.batches.append(list(inputs))
        self.began.set()
        self.go.wait(10)
        if "poison" in inputs:
            raise ValueError("poison")
        return [{"value": value} for value in inputs]


@pytest.fixture
def model():
    return Slow()


def run(model, story, max_batch=64, queue=1024):
    runner = Runner(model, max_batch, queue)
    runner.start()
    try:
        return asyncio.run(asyncio.wait_for(story(runner), 20))
    finally:
        model.go.set()
        runner.close()


async def first_is_running(runner, model):
    first = runner.submit(["first"])
    await asyncio.to_thread(model.began.wait, 10)
    return first


def test_what_gathers_while_the_model_is_busy_is_one_batch(model):
    async def story(runner):
        first = await first_is_running(runner, model)
        others = [runner.submit([name, name]) for name in "abc"]
        model.go.set()
        return await asyncio.gather(first, *others)

    answers = run(model, story)
    assert model.batches == [["first"], ["a", "a", "b", "b", "c", "c"]]
    assert answers == [[{"value": "first"}], *([{"value": name}] * 2 for name in "abc")]


def test_a_client_that_has_gone_costs_nothing(model):
    async def story(runner):
        first = await first_is_running(runner, model)
        gone, stays = runner.submit(["gone"]), runner.submit(["stays"])
        gone.cancel()
        model.go.set()
        return await asyncio.gather(first, stays)

    run(model, story)
    assert model.batches == [["first"], ["stays"]]


def test_a_full_queue_refuses(model):
    async def story(runner):
        first = await first_is_running(runner, model)
        waiting = runner.submit(["a", "b"])
        with pytest.raises(QueueFullError):
            runner.submit(["c"])
        model.go.set()
        await asyncio.gather(first, waiting)
        return await runner.submit(["c"])

    assert run(model, story, queue=2) == [{"value": "c"}]


def test_one_bad_request_does_not_spoil_its_batch(model):
    async def story(runner):
        first = await first_is_running(runner, model)
        bad, good = runner.submit(["poison"]), runner.submit(["good"])
        model.go.set()
        return await asyncio.gather(first, bad, good, return_exceptions=True)

    _, bad, good = run(model, story)
    assert isinstance(bad, ModelFailedError)
    assert good == [{"value": "good"}]


def test_closing_answers_what_waits(model):
    async def story(runner):
        first = await first_is_running(runner, model)
        second = runner.submit(["second"])
        model.go.set()
        await asyncio.to_thread(runner.close)
        return await asyncio.gather(first, second)

    assert run(model, story) == [[{"value": "first"}], [{"value": "second"}]]
