"""The engine asks an endpoint in a client's place: at once, to its end, and no longer than somebody listens."""

import http.client
import json
import time

import pytest

from engine.api.relay import MOST
from engine.jobs.endpoints import Access
from tests.api.conftest import TOKEN
from tests.fakes.certificates import server_context
from tests.fakes.scripted_endpoint import endpoints

PATH = "/v1/endpoints/e/ask/v1/chat/completions"


@pytest.fixture
def make_endpoint():
    with endpoints() as make:
        yield make


@pytest.fixture
def endpoint(engine, make_endpoint):
    made = make_endpoint()
    engine.service.endpoint = Access(made.url, "the-engine's-key", None, 30.0)
    return made


def stream(engine, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=10)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    connection.request("POST", PATH, json.dumps(body or {"stream": True}), headers)
    return connection


def test_a_question_goes_through_as_it_is_with_the_engines_own_key(engine, endpoint):
    connection = stream(engine, {"model": "мир", "n": None})
    asked = endpoint.next()
    assert asked.target == ["/v1/chat/completions"]
    assert json.loads(asked.body) == {"model": "мир", "n": None}
    assert asked.headers["authorization"] == "Bearer the-engine's-key"
    assert TOKEN not in str(asked.headers)
    asked.answer(429, b'{"error": {}}', "Content-Type: application/json", "Retry-After: 7", "X-Other: 1")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
    assert (answer.headers["x-other"], answer.read()) == (None, b'{"error": {}}')


def test_each_piece_of_a_stream_comes_before_the_next_is_said(engine, endpoint):
    connection = stream(engine)
    asked = endpoint.next()
    asked.begin()
    asked.say("one")
    answer = connection.getresponse()
    assert answer.headers["content-type"] == "text/event-stream"
    for word in ("one", "two", "three"):
        if word != "one":
            asked.say(word)
        assert answer.readline() == f"data: {word}\n".encode()
        assert answer.readline() == b"\n"
    asked.end()
    assert answer.read() == b""


@pytest.mark.parametrize("has_begun", [True, False])
def test_a_client_that_leaves_takes_the_question_back(engine, endpoint, has_begun):
    connection = stream(engine)
    asked = endpoint.next()
    if has_begun:
        asked.begin()
        asked.say("a first word")
        connection.getresponse().close()
    connection.close()
    left = time.monotonic()
    assert asked.is_left()
    assert time.monotonic() - left < 1.0


def test_an_endpoint_that_dies_breaks_the_stream_instead_of_ending_it(engine, endpoint):
    connection = stream(engine)
    asked = endpoint.next()
    asked.begin()
    asked.say("half")
    answer = connection.getresponse()
    answer.readline()
    endpoint.close()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()


def test_forty_open_streams_keep_no_plain_route_waiting(engine, endpoint):
    connections = [stream(engine) for _ in range(40)]
    asked = [endpoint.next() for _ in connections]
    assert engine.ask("GET", "/v1/engine").status == 200
    for each in asked:
        each.begin()
        each.end()
    assert [connection.getresponse().read() for connection in connections] == [b""] * 40


def test_one_more_than_the_most_is_refused_and_later_there_is_room_again(engine, endpoint):
    connections = [stream(engine) for _ in range(MOST)]
    asked = [endpoint.next() for _ in connections]
    refused = engine.ask("POST", PATH, {})
    assert (refused.status, refused.body["problems"][0]["code"]) == (503, "too_many_asks")
    for each in asked:
        each.answer(200, b"{}")
    assert [connection.getresponse().read() for connection in connections] == [b"{}"] * MOST
    last = stream(engine)
    endpoint.next().answer(200, b"{}")
    assert last.getresponse().status == 200


def test_a_get_carries_its_query(engine, endpoint):
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=10)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    connection.request("GET", "/v1/endpoints/e/ask/v2/models/a%20b/ready?x=%C3%A9", headers=headers)
    asked = endpoint.next()
    assert asked.target == ["/v2/models/a%20b/ready?x=%C3%A9"]
    asked.answer(200, b"")
    assert connection.getresponse().status == 200


def test_over_tls_only_the_endpoints_own_certificate_is_sent_anything(engine, make_endpoint, tmp_path):
    own, fingerprint = server_context(tmp_path, "own")
    _, other = server_context(tmp_path, "other")
    endpoint = make_endpoint(own)
    engine.service.endpoint = Access(endpoint.url, "secret", other, 30.0)
    refused = engine.ask("POST", PATH, {})
    assert (refused.status, refused.body["problems"][0]["code"]) == (503, "endpoint_not_itself")
    assert not endpoint.was_asked()
    engine.service.endpoint = Access(endpoint.url, "secret", fingerprint, 30.0)
    connection = stream(engine)
    endpoint.next().answer(200, b"{}")
    assert connection.getresponse().status == 200


def test_an_unlocking_is_noted_without_its_passphrase(engine, endpoint):
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=10)
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "X-Modelyard-Client": "window",
    }
    body = json.dumps({"name": "reviews", "passphrase": "correct horse"})
    connection.request("POST", "/v1/endpoints/e/unlock", body, headers)
    asked = endpoint.next()
    assert json.loads(asked.body) == {"name": "reviews", "passphrase": "correct horse"}
    asked.answer(200, b"{}")
    assert connection.getresponse().status == 200
    (line,) = engine.ask("GET", "/v1/audit").body
    assert (line["action"], line["client"], line["object"]) == ("model_unlocked", "window", "e")
    assert line["details"] == {"name": "reviews"}
    assert "horse" not in engine.service.home.audit.read_text()
