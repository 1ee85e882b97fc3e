"""An endpoint is asked through the engine: words as they come, refusals with their words, and an end at any time."""

import json
import threading

import pytest

from engine.client.engine_client import EngineClient, EngineLost
from engine.jobs.endpoints import Access
from engine.schema.problem import UserError
from tests.fakes.scripted_endpoint import endpoints


@pytest.fixture
def endpoint(engine):
    with endpoints() as make:
        made = make()
        engine.service.endpoint = Access(made.url, "key", None, 30.0)
        yield made


@pytest.fixture
def client(engine):
    return EngineClient(engine.url, engine.token)


def reading(asking):
    """Reads in a thread; what it has read so far, and how it ended."""
    words, ends = [], []

    def read():
        try:
            words.extend(asking)
        except Exception as error:  # handed to the test
            ends.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    return thread, words, ends


def test_a_stream_gives_the_data_of_its_events_without_the_last_sign(client, endpoint):
    thread, words, ends = reading(client.ask_stream("e", "v1/chat/completions", {"n": 1}))
    asked = endpoint.next()
    assert (asked.target, json.loads(asked.body)) == (["/v1/chat/completions"], {"n": 1})
    asked.begin()
    for word in ('{"a": 1}', '{"b": 2}', "[DONE]"):
        asked.say(word)
    asked.end()
    thread.join(10)
    assert (words, ends) == (['{"a": 1}', '{"b": 2}'], [])


def test_closing_from_another_thread_ends_the_reading_and_the_question(client, endpoint):
    asking = client.ask_stream("e", "v1/completions", {})
    thread, _, ends = reading(asking)
    asked = endpoint.next()
    asked.begin()
    asked.say('{"a": 1}')
    asking.close()
    thread.join(10)
    assert not thread.is_alive()
    assert ends == []
    assert asked.is_left()


def test_a_question_closed_before_it_was_asked_is_never_asked(client, endpoint):
    asking = client.ask_stream("e", "v1/completions", {})
    asking.close()
    assert list(asking) == []
    assert not endpoint.was_asked()


def test_a_stream_that_breaks_is_no_end(client, endpoint):
    thread, _, ends = reading(client.ask_stream("e", "v1/completions", {}))
    asked = endpoint.next()
    asked.begin()
    asked.say('{"a": 1}')
    endpoint.close()
    thread.join(10)
    assert [type(end) for end in ends] == [EngineLost]


def test_an_error_within_a_stream_is_raised_with_its_words(client, endpoint):
    thread, words, ends = reading(client.ask_stream("e", "v1/completions", {}))
    asked = endpoint.next()
    asked.begin()
    asked.say('{"a": 1}')
    asked.say('{"error": {"message": "The runner is lost.", "code": "runner_lost"}}')
    thread.join(10)
    assert words == ['{"a": 1}']
    assert ends[0].problems[0].code == "endpoint_refused"
    assert "The runner is lost." in str(ends[0])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"error": {"message": "No such model.", "code": "model_not_found"}}', "endpoint_refused"),
        (b'{"problems": [{"code": "queue_full"}], "error": {"message": "x"}}', "queue_full"),
        (b"<html>", "answer_refused"),
    ],
)
def test_a_refusal_is_told_in_the_endpoints_own_words(client, endpoint, body, code):
    for ask in (client.ask, lambda *what: list(client.ask_stream(*what))):
        thread, _, ends = reading(iter_of(ask))
        endpoint.next().answer(404, body)
        thread.join(10)
        assert isinstance(ends[0], UserError)
        assert ends[0].problems[0].code == code


def iter_of(ask):
    yield ask("e", "v1/completions", {})


def test_what_is_no_json_comes_as_text(client, endpoint):
    thread, words, ends = reading(client.ask("e", "metrics") for _ in range(1))
    asked = endpoint.next()
    assert asked.target == ["/metrics"]
    asked.answer(200, b"requests_total 3\n", "Content-Type: text/plain; version=0.0.4")
    thread.join(10)
    assert (words, ends) == (["requests_total 3\n"], [])
