"""The loop over a real socket, with a hand-made model."""

import json
import socket

import pytest

from engine.runner.exchange import Kind, frame
from engine.runner.link import Link, LinkClosed
from engine.runner.prediction.bodies import writer_of
from engine.runner.prediction.desk import Desk
from engine.runner.prediction.passes import Work
from engine.schema.problem import Problem


class Doubler:
    """Doubles numbers and notes its batches; breaks on 13, has memory for so many at a time."""

    def __init__(self, memory=1000):
        self.batches = []
        self.memory = memory

    def check(self, inputs, first=0):
        return [
            Problem(code="not_number", field=f"inputs.{index}", params={"value": value})
            for index, value in enumerate(inputs, first)
            if not isinstance(value, int)
        ]

    def read(self, inputs):
        return None if self.check(inputs) else list(inputs)

    def answer(self, values):
        self.batches.append(values)
        if len(values) > self.memory:
            raise MemoryError
        if 13 in values:
            raise ValueError("a secret")
        return [{"value": 2 * value} for value in values]


@pytest.fixture
def meet():
    """A desk before a model, and the server's end of the link."""
    links = []

    def make(model, most=4):
        ours, theirs = socket.socketpair()
        links.extend((Link(ours), Link(theirs)))
        desk = Desk(Link(theirs), "m", {Kind.PREDICT: Work(model, writer_of("m"))}, most)
        return desk, links[-2]

    return make


def ask(server, *requests, first=1):
    """Send the inputs of several requests at once."""
    bodies = [json.dumps({"inputs": inputs}).encode() for inputs in requests]
    server.send(*(frame(Kind.PREDICT, number, body) for number, body in enumerate(bodies, first)))


def answers_of(server):
    """What has been answered: by number the status, and the outputs or the problems' codes and fields."""
    told = {}
    for one in server.take(wait=False):
        assert one.kind == Kind.ANSWER and one.number not in told
        body = json.loads(one.payload[2:])
        problems = [(problem["code"], problem["field"]) for problem in body.get("problems", ())]
        values = [output["value"] for output in body.get("outputs", ())]
        told[one.number] = (int.from_bytes(one.payload[:2], "little"), values or problems)
    return told


def test_what_gathered_is_one_batch_and_each_request_has_its_own_answer(meet):
    model = Doubler()
    desk, server = meet(model)
    ask(server, [1], [2, 3], [4])
    desk.step()
    assert model.batches == [[1, 2, 3, 4]]
    assert answers_of(server) == {1: (200, [2]), 2: (200, [4, 6]), 3: (200, [8])}


def test_a_large_request_lets_small_ones_pass_between_its_parts(meet):
    model = Doubler()
    desk, server = meet(model)
    ask(server, list(range(20, 30)), [1])
    desk.step()
    ask(server, [2], first=3)
    told = []
    for _ in range(3):
        desk.step()
        told.append(answers_of(server))
    assert told == [{2: (200, [2])}, {}, {3: (200, [4]), 1: (200, list(range(40, 60, 2)))}]
    assert model.batches == [[20, 21, 22, 23], [1], [24, 25, 26, 27], [2, 28, 29]]


def test_a_wrong_request_is_told_all_that_is_wrong_and_the_others_are_answered(meet):
    model = Doubler()
    desk, server = meet(model)
    ask(server, [1], ["a", 2], [3])
    desk.step()
    told = answers_of(server)
    assert told == {1: (200, [2]), 2: (422, [("not_number", "inputs.0")]), 3: (200, [6])}
    assert model.batches == [[1, 3]]
    ask(server, [1, 1, 1, "a", 1, 1, 1, "b", 1])
    for _ in range(3):
        desk.step()
    assert answers_of(server) == {1: (422, [("not_number", "inputs.3"), ("not_number", "inputs.7")])}
    assert model.batches == [[1, 3]], "of a wrong request nothing is computed"


def test_a_request_for_which_the_model_fails_leaves_the_others_alone(meet, capsys):
    desk, server = meet(Doubler())
    ask(server, [1], [13], [2])
    desk.step()
    assert answers_of(server) == {1: (200, [2]), 2: (500, [("model_failed", None)]), 3: (200, [4])}
    assert "a secret" in capsys.readouterr().err, "the reason stands in the log, and nowhere else"
    ask(server, [1, 2, 3, 13, 1, 1, 1, 1, 1])
    desk.step()
    assert answers_of(server) == {1: (500, [("model_failed", None)])}
    ask(server, [5])
    desk.step()
    assert answers_of(server) == {1: (200, [10])}


def test_where_memory_is_short_fewer_go_at_a_time(meet):
    model = Doubler(memory=1)
    desk, server = meet(model)
    ask(server, [1], [2, 3])
    desk.step()
    assert answers_of(server) == {1: (200, [2]), 2: (200, [4, 6])}
    assert model.batches == [[1, 2, 3], [1], [2, 3], [2], [3]]
    desk, server = meet(Doubler(memory=0))
    ask(server, [1])
    desk.step()
    assert answers_of(server) == {1: (503, [("runner_out_of_memory", None)])}


def test_what_is_cancelled_before_its_pass_is_not_computed(meet):
    model = Doubler()
    desk, server = meet(model)
    ask(server, [1], [2])
    server.send(frame(Kind.CANCEL, 2))
    desk.step()
    assert (answers_of(server), model.batches) == ({1: (200, [2])}, [[1]])


def test_a_cancelled_large_request_stops_between_its_parts(meet):
    model = Doubler()
    desk, server = meet(model)
    ask(server, list(range(8)))
    desk.step()
    server.send(frame(Kind.CANCEL, 1))
    ask(server, [9], first=2)
    desk.step()
    assert (answers_of(server), model.batches) == ({2: (200, [18])}, [[0, 1, 2, 3], [9]])


def test_what_is_no_request_is_answered_without_the_model(meet):
    model = Doubler()
    desk, server = meet(model)
    server.send(frame(Kind.PREDICT, 1, b"["), frame(Kind.PREDICT, 2, b"{}"))
    desk.step()
    told = answers_of(server)
    assert told == {1: (400, [("not_json", None)]), 2: (422, [("missing_key", "inputs")])}
    assert model.batches == []


@pytest.mark.parametrize("kind", [Kind.GENERATE, Kind.EMBED, Kind.TOKENIZE])
def test_what_the_model_cannot_do_is_refused(meet, kind):
    desk, server = meet(Doubler())
    server.send(frame(kind, 7, b"{}"))
    desk.step()
    [told] = server.take(wait=True)
    refused = json.loads(told.payload)
    assert (told.kind, told.number, refused["status"]) == (Kind.REFUSED, 7, 400)
    assert refused["problem"]["code"] in ("model_cannot_write", "model_cannot_embed")


def test_the_loop_ends_when_the_server_is_gone(meet):
    desk, server = meet(Doubler())
    ask(server, [1])
    server._socket.close()
    with pytest.raises(LinkClosed):
        desk.run()
