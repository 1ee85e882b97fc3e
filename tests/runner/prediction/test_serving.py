"""A whole runner on a thread: real models, real frames."""

import json
import math
import socket
import threading
import time

import numpy as np
import pytest
import torch

from engine.catalog.sealing import encrypt_model
from engine.model.lighter import Trial
from engine.runner.exchange import Kind, frame
from engine.runner.link import Link, LinkClosed
from engine.runner.prediction import serve
from engine.runner.prediction.compiled_rows import CompiledRows
from engine.runner.setup import Setup
from engine.schema.serve import LimitsSpec, ServedSpec
from engine.system.sealed import wrapped
from tests.fakes.served_model import save_table_model, save_text_model

RECORD = {"age": 30.5, "city": "Rome", "day": "2024-05-06"}


class Runner:
    """The server's side of a runner that serves one model of a home."""

    def __init__(self, home, model, passphrase=None, **how):
        ours, theirs = socket.socketpair()
        self.link = Link(ours)
        served = ServedSpec(name="mine", model=model, **how)
        folder = home.run(model).model
        setup = Setup(served, LimitsSpec(), folder, 1, passphrase or (lambda problem: pytest.fail("locked")))
        self._thread = threading.Thread(target=self._serve, args=(Link(theirs), setup))
        self._thread.start()
        self._socket = ours
        self._kept = []

    def _serve(self, link, setup):
        try:
            serve(link, setup)
        except LinkClosed:
            return

    def take(self):
        self._kept = self._kept or self.link.take(wait=True)
        return self._kept.pop(0)

    def ask(self, kind, body, number=1):
        self.link.send(frame(kind, number, json.dumps(body).encode()))
        answer = self.take()
        assert (answer.kind, answer.number) == (Kind.ANSWER, number)
        return int.from_bytes(answer.payload[:2], "little"), json.loads(answer.payload[2:])

    def end(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def start(home):
    started = []

    def start_runner(model, passphrase=None, **how):
        started.append(Runner(home, model, passphrase, **how))
        return started[-1]

    yield start_runner
    for runner in started:
        runner.end()


def test_a_table_model_says_what_it_is_and_answers(home, start):
    card = save_table_model(home)
    runner = start("table-1")
    ready = runner.take()
    told = json.loads(ready.payload)
    assert (ready.kind, told["can"], told["card"]["id"]) == (Kind.READY, ["predict"], card.id)
    status, answer = runner.ask(Kind.PREDICT, {"inputs": [RECORD, {**RECORD, "city": "Paris"}]})
    assert (status, answer["model"], len(answer["outputs"])) == (200, "mine", 2)
    assert all(math.isfinite(output["value"]) for output in answer["outputs"])


def test_a_text_model_gives_vectors_of_length_one(home, start):
    save_text_model(home)
    runner = start("text-1")
    told = json.loads(runner.take().payload)
    assert told["can"] == ["predict", "embed"]
    texts = ["a good film", "a bad film", "good"]
    status, answer = runner.ask(Kind.EMBED, {"inputs": texts})
    vectors = np.array(answer["embeddings"])
    assert (status, vectors.shape) == (200, (3, told["dimensions"]))
    assert answer["prompt_tokens"] == 7
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    _, tokens = runner.ask(Kind.EMBED, {"inputs": [[2, 5, 4], "good"]})
    assert tokens["embeddings"][1] == pytest.approx(answer["embeddings"][2], abs=1e-6)
    status, refused = runner.ask(Kind.EMBED, {"inputs": ["good", [1, 99]]})
    assert (status, refused["error"]["code"], refused["error"]["index"]) == (422, "not_text", 1)
    status, both = runner.ask(Kind.PREDICT, {"inputs": texts})
    assert [output["label"] in ("bad", "good") for output in both["outputs"]] == [True] * 3


def test_bits_are_tried_once_and_a_library_is_made_where_eight_are_taken(home, start, monkeypatch):
    save_text_model(home)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_vnni": True})
    made = []
    monkeypatch.setattr(CompiledRows, "make", lambda rows: made.append(rows))
    seconds = iter([1.0, 0.1, 1.0, 0.1])
    monkeypatch.setattr(
        "engine.model.predictor.tried",
        lambda answer, tokens, clock: Trial(np.zeros((1, 2)), next(seconds)),
    )
    told, answers = [], []
    for _ in range(2):
        runner = start("text-1", bits=8)
        told.append(json.loads(runner.take().payload)["bits"])
        answers.append(runner.ask(Kind.PREDICT, {"inputs": ["a good film"]}))
    assert told == [8, 8] and len(made) == 2
    assert next(seconds) == 1.0, "the second time nothing was tried"
    assert answers[0] == answers[1]
    file = home.run("text-1").root / "bits.json"
    file.write_text(file.read_text().replace("8}", '"8"}'))
    seconds = iter([1.0, 0.1])
    assert json.loads(start("text-1", bits=8).take().payload)["bits"] == 8
    assert next(seconds, None) is None, "what is no number of bits is tried anew"
    whole = start("text-1", bits=32)
    assert json.loads(whole.take().payload)["bits"] == 32


def test_an_encrypted_model_waits_for_its_passphrase(home, start, monkeypatch):
    monkeypatch.setattr(wrapped, "_N", 16)
    save_table_model(home)
    encrypt_model(home.run("table-1").model, "m", "correct horse")
    tried, told = iter(["wrong", "wrong again", "correct horse"]), []
    runner = start("table-1", lambda problem: told.append(problem and problem.code) or next(tried))
    assert runner.take().kind == Kind.READY
    assert told == [None, "passphrase_wrong", "passphrase_wrong"]
    assert runner.ask(Kind.PREDICT, {"inputs": [RECORD]})[0] == 200


def test_the_wait_for_a_passphrase_is_no_part_of_loading(home, start, monkeypatch):
    monkeypatch.setattr(wrapped, "_N", 16)
    save_table_model(home)
    encrypt_model(home.run("table-1").model, "m", "correct horse")
    answered = []

    def passphrase(_):
        threading.Event().wait(0.2)  # somebody types
        answered.append(time.perf_counter())
        return "correct horse"

    ready = json.loads(start("table-1", passphrase).take().payload)
    assert 0 < ready["load_seconds"] < time.perf_counter() - answered[0]


def test_a_model_goes_on_answering_while_its_files_are_encrypted(home, start, monkeypatch):
    monkeypatch.setattr(wrapped, "_N", 16)
    save_text_model(home)
    runner = start("text-1")
    runner.take()
    before = runner.ask(Kind.PREDICT, {"inputs": ["a good film"]})
    encrypt_model(home.run("text-1").model, "m", "correct horse")
    assert runner.ask(Kind.PREDICT, {"inputs": ["a good film"]}) == before
