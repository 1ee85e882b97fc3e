"""The application with a hand-made model: full queue, failing model, a client that goes."""

import asyncio
import json
import threading

import httpx2
import pytest

from engine.schema.card import InputField, ModelCard
from engine.serve.http.app import ModelApp
from engine.serve.runner import Runner
from engine.serve.traffic import Traffic, share_of

CARD = ModelCard(
    id="m",
    name="m",
    created=0.0,
    task="tabular_regression",
    run="m",
    spec={},
    inputs=(InputField(name="n", kind="number", example=1.0),),
    input_form="record",
    target="y",
)


class Model:
    card = CARD

    def __init__(self):
        self.began, self.go = threading.Event(), threading.Event()
        self.seen = []

    def check(self, inputs):
        return []

    def predict(self, inputs):
        self.seen += inputs
        self.began.set()
        self.go.wait(10)
        if inputs == ["poison"]:
            raise ValueError
        return [{"value": 1.0} for _ in inputs]


@pytest.fixture
def ask():
    """Run a story with a client of the application."""

    def run(story, queue=1024):
        model, traffic = Model(), Traffic()
        runner = Runner(model, 64, queue)
        runner.start()
        app = ModelApp(model, runner, traffic)

        async def with_client():
            transport = httpx2.ASGITransport(app=app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
                return await asyncio.wait_for(story(client, model, app), 20)

        try:
            return asyncio.run(with_client()), traffic
        finally:
            model.go.set()
            runner.close()

    return run


async def _busy(client, model):
    first = asyncio.create_task(client.post("/v1/predict", json={"inputs": [0]}))
    await asyncio.to_thread(model.began.wait, 10)
    return first


def test_a_full_queue_says_when_to_come_back(ask):
    async def story(client, model, app):
        first = await _busy(client, model)
        rivals = [asyncio.create_task(client.post("/v1/predict", json={"inputs": [1, 2]})) for _ in range(2)]
        refused, waits = await asyncio.wait(rivals, return_when=asyncio.FIRST_COMPLETED)
        model.go.set()
        return refused.pop().result(), (await first).status_code, (await waits.pop()).status_code

    (full, *others), _ = ask(story, queue=2)
    assert (full.json()["error"]["code"], full.headers["retry-after"]) == ("queue_full", "1")
    assert others == [200, 200]


def test_a_failing_model_says_nothing_of_its_inside(ask):
    async def story(client, model, app):
        model.go.set()
        return await client.post("/v1/predict", json={"inputs": ["poison"]})

    answer, traffic = ask(story)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "model_failed")
    assert "ValueError" not in answer.text
    assert traffic.take()["failed"] == 1


def test_an_answer_that_is_no_number_is_refused_at_its_input(ask):
    nothing = float("nan")
    answers = [{"value": 1.0}, {"value": nothing}, {"value": float("-inf")}]
    answers += [{"score": nothing}, {"items": ["a"], "scores": [nothing]}, {"probabilities": {"a": nothing}}]

    async def story(client, model, app):
        model.predict = lambda inputs: answers
        return await client.post("/v1/predict", json={"inputs": list(range(6))})

    answer, _ = ask(story)
    assert answer.status_code == 422
    found = [(problem["code"], problem["field"]) for problem in answer.json()["problems"]]
    assert found == [("answer_not_finite", f"inputs.{number}") for number in range(1, 6)]


def test_a_client_that_goes_takes_its_inputs_back(ask, monkeypatch):
    monkeypatch.setattr("engine.serve.http.app._WATCH_AFTER", 0.0)

    async def story(client, model, app):
        first = await _busy(client, model)
        gone = asyncio.Event()
        sent = []

        messages = [{"type": "http.request", "body": json.dumps({"inputs": ["gone"]}).encode()}]

        async def receive():
            if messages:
                return messages.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/predict",
            "headers": [],
            "query_string": b"",
            "root_path": "",
        }
        request = asyncio.create_task(app(scope, receive, send))
        gone.set()
        await request
        model.go.set()
        await first
        return model.seen

    assert ask(story)[0] == [0]


def test_latencies_are_shares_of_what_was_measured():
    assert share_of([], 0.5) is None
    assert share_of([1.0], 0.99) == 1.0
    assert share_of([float(value) for value in range(1, 101)], 0.5) == 50.0
    assert share_of([float(value) for value in range(1, 101)], 0.99) == 99.0
