"""What the endpoint refuses before a route is asked is said in the envelope of the route, with the status it had."""

import pytest

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
    door: Door = open_door()
    given, answer = door.json("POST", "/v1/chat/completions", CHAT, **headers)
    assert (given, answer["error"]["type"], answer["error"]["code"]) == (status, kind, code)
    assert answer["error"].keys() == {"message", "type", "param", "code"}


def test_a_model_that_cannot_chat_says_so_through_the_whole_endpoint(open_door):
    status, answer = open_door("m").json("POST", "/v1/chat/completions", CHAT)
    assert (status, answer["error"]["code"]) == (400, "model_cannot_write")
