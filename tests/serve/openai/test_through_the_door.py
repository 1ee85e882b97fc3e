"""The routes through a whole endpoint: its guard refuses in their envelope, and a client that goes costs nothing."""

import json
import socket
import time
from collections.abc import Callable

import pytest

from tests.conftest import wait_for
from tests.fakes.language_runner import NAME, LanguageRunner, ServedAlphabet
from tests.serve.http.conftest import Door, open_door

__all__ = ["open_door"]
CHAT = {"messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize(
    ("headers", "status", "kind", "code"),
    [
        ({"secret": "wrong"}, 401, "authentication_error", "invalid_api_key"),
        ({"Origin": "https://evil.example"}, 403, "permission_error", "origin_not_allowed"),
        ({"Content_Type": "text/plain"}, 415, "invalid_request_error", "not_json_type"),
    ],
)
def test_a_guard_refuses_in_the_envelope_of_the_route(open_door, headers, status, kind, code):
    given, answer = open_door().json("POST", "/v1/chat/completions", CHAT, **headers)
    assert (given, answer["error"]["type"], answer["error"]["code"]) == (status, kind, code)
    assert answer["error"].keys() == {"message", "type", "param", "code"}


def test_a_model_that_cannot_chat_says_so(open_door):
    status, answer = open_door("m").json("POST", "/v1/chat/completions", CHAT)
    assert (status, answer["error"]["code"]) == (400, "model_cannot_write")


@pytest.fixture
def alphabet(open_door: Callable[..., Door]) -> Door:
    return open_door(NAME, make=ServedAlphabet)


def ask(door: Door, **fields: object) -> socket.socket:
    """A request whose answer waits after three letters, on a connection of its own."""
    body = json.dumps({"messages": [{"role": "user", "content": "hold"}], **fields}).encode()
    connection = door.connect()
    head = door.head(
        "POST", "/v1/chat/completions", "Content-Type: application/json", f"Content-Length: {len(body)}"
    )
    connection.sendall(head + body)
    return connection


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_goes_is_not_written_for_any_longer_than_a_tenth_of_a_second(alphabet, stream):
    runner: LanguageRunner = alphabet.served[NAME].runner
    connection = ask(alphabet, stream=stream)
    wait_for(runner.holds.is_set, 10, "three letters")
    connection.close()
    gone = time.monotonic()
    wait_for(lambda: runner.cancelled, 10, "a CANCEL")
    assert next(iter(runner.cancelled.values())) - gone < 0.1
    assert alphabet.answers()


def test_a_stream_arrives_as_it_is_written(alphabet):
    connection = ask(alphabet, stream=True)
    heard = b""
    while b'"content": "c"' not in heard:
        heard += connection.recv(4096)
    assert b"[DONE]" not in heard
    runner = alphabet.served[NAME].runner
    alphabet.loop.call_soon_threadsafe(runner.go.set)
    while b"[DONE]" not in heard:
        heard += connection.recv(4096)
    connection.close()
