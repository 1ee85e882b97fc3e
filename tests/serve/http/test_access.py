"""Who is let in where: every route of the table with every kind of key."""

import json

import pytest

from engine.serve.http.routes import ROUTES
from engine.system.files import read_json
from tests.conftest import wait_for
from tests.fakes.models import FakeServed
from tests.fakes.served_model import SECRET, write_keys

EVERY = [(path, method) for path, methods in ROUTES.items() for method in methods]
ACTIONS = ("infer", "metrics", "manage")


def writer(name):
    return FakeServed(name, can=("complete",))


def filled(path):
    return path.replace("{name}", "m").replace("{version}", "m-1")


def error_of(body):
    """The reason in any of the three envelopes."""
    error = json.loads(body)["error"]
    return error if isinstance(error, str) else error["code"]


@pytest.mark.parametrize(("path", "method"), EVERY)
def test_every_route_asks_for_a_key(shared, path, method):
    body = {} if method == "POST" else None
    for secret in ("", "wrong", "my-expired"):
        status, headers, text = shared.ask(method, filled(path), body, secret=secret)
        assert status in (401, 429), (path, secret)
        assert error_of(text)
        assert headers["connection"] == "close"


@pytest.mark.parametrize(("path", "method"), EVERY)
def test_every_route_lets_in_whom_it_should_and_nobody_else(shared, path, method):
    wanted = ROUTES[path][method].action
    for action in ACTIONS:
        status, _, text = shared.ask(
            method, filled(path), {} if method == "POST" else None, secret=f"my-{action}"
        )
        is_refused = (status == 403 and "permission" in text.decode()) or b"action_not_allowed" in text
        assert is_refused == (wanted not in (action, "any")), (path, action, text)


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/v1", "/v1/predict/", "/v2/models", "/v1/models/a/b", "/metrics/x"]
)
def test_what_is_in_no_table_is_refused_only_after_the_key(shared, path):
    assert shared.ask("GET", path, secret="wrong")[0] in (401, 429)
    assert shared.code("GET", path) == (404, "route_unknown")


def test_a_method_that_a_path_has_not_says_which_it_has(shared):
    status, headers, _ = shared.ask("DELETE", "/v1/models")
    assert (status, headers["allow"]) == (405, "GET")
    assert shared.ask("HEAD", "/health")[2] == b""


def test_refusals_are_the_same_whatever_was_asked(shared):
    first = shared.ask("GET", "/v1/models", secret="one")[2]
    assert shared.ask("GET", "/health", secret="two")[2] == first


def test_a_key_for_one_model_sees_and_asks_that_one_alone(open_door, home):
    door = open_door("a", "hidden")
    assert door.ask("POST", "/v1/predict", {"model": "hidden", "inputs": [{"age": 1}]})[0] == 200
    write_keys(door.files, SECRET, models=["a"])
    wait_for(
        lambda: [entry["id"] for entry in door.json("GET", "/v1/models")[1]["data"]] == ["a"], 5, "scope"
    )
    ask = {"inputs": [{"age": 1}]}
    assert door.ask("POST", "/v1/predict", {"model": "a", **ask})[0] == 200
    assert door.code("POST", "/v1/predict", {**ask, "model": "hidden"}) == (403, "model_not_allowed")
    assert door.ask("GET", "/v1/models/hidden")[0] == 403
    assert door.ask("GET", "/v2/models/hidden")[0] == 403
    assert [row["name"] for row in door.json("POST", "/v2/repository/index")[1]] == ["a"]
    for path in ("/openapi.json", "/health", "/metrics", "/v1/models"):
        assert b"hidden" not in door.ask("GET", path)[2], path


def test_a_revoked_key_gets_no_more_of_what_is_being_written_for_it(open_door):
    door = open_door(make=writer)
    write_keys(door.files, SECRET, "my-leaked")
    wait_for(lambda: door.ask("GET", "/health", secret="my-leaked")[0] == 200, 5)
    streams = []
    for secret, stream in ((SECRET, True), ("my-leaked", True), ("my-leaked", False)):
        body = json.dumps({"prompt": "a", "stream": stream}).encode()
        sized = ("Content-Type: application/json", f"Content-Length: {len(body)}")
        streams.append(door.connect())
        head = door.head("POST", "/v1/completions", *sized).replace(SECRET.encode(), secret.encode())
        streams[-1].sendall(head + body)
    kept, leaked, waiting = streams
    for begun in (kept, leaked):
        assert b"200 OK" in begun.recv(1000)
    write_keys(door.files, SECRET)
    assert b"[DONE]" not in read_all(leaked)
    assert b"401 Unauthorized" in read_all(waiting)
    kept.settimeout(0.2)
    with pytest.raises(TimeoutError):
        read_all(kept)
    for stream in streams:
        stream.close()


def read_all(link):
    """Until the other end closes."""
    return b"".join(iter(lambda: link.recv(1000), b""))


def test_requests_above_a_keys_rate_are_told_when_to_come_back(open_door, home):
    door = open_door()
    write_keys(door.files, "my-slow", requests_per_minute=2)
    answers = [door.ask("GET", "/health", secret="my-slow") for _ in range(3)]
    assert [status for status, _, _ in answers] == [200, 200, 429]
    assert error_of(answers[2][2]) == "rate_limited"
    assert 1 <= int(answers[2][1]["retry-after"]) <= 30


def test_tokens_above_a_keys_rate_stop_its_next_question(open_door):
    door = open_door(make=writer)
    write_keys(door.files, SECRET, tokens_per_minute=2)
    wait_for(door.answers, 5)
    body = json.dumps({"prompt": "a", "stream": True}).encode()
    with door.connect() as link:  # it reads two tokens and writes three, until its client goes
        sized = ("Content-Type: application/json", f"Content-Length: {len(body)}")
        link.sendall(door.head("POST", "/v1/completions", *sized) + body)
        assert b"200 OK" in link.recv(1000)
        wait_for(door.served["m"].began.is_set, 5)
    wait_for(
        lambda: (
            door.files.usage.exists() and read_json(door.files.usage)["keys"]["0"]["completion_tokens"] == 3
        ),
        5,
    )
    status, headers, text = door.ask("POST", "/v1/completions", {"prompt": "a"})
    assert (status, error_of(text)) == (429, "rate_limit_exceeded")
    assert 60 <= int(headers["retry-after"]) <= 150
    assert door.answers()


def test_usage_is_counted_by_key_and_outlives_the_server(open_door, home):
    door = open_door()
    door.ask("POST", "/v1/predict", {"inputs": [{"age": 1}]})
    door.ask("POST", "/v1/predict", b"{")
    door.end()
    counted = json.loads(door.files.usage.read_text())["keys"]["0"]
    assert (counted["requests"], counted["failed"]) == (2, 1)
    again = open_door()
    again.ask("GET", "/health")
    again.end()
    assert json.loads(door.files.usage.read_text())["keys"]["0"]["requests"] == 3


def test_what_is_managed_is_written_down_and_a_passphrase_never(open_door):
    door = open_door()
    assert door.json("POST", "/v1/unlock", {"name": "m", "passphrase": "sesame"})[0] == 403
    assert door.json("POST", "/v1/unlock", {"name": "m", "passphrase": "right"})[0] == 200
    assert door.ask("POST", "/v2/repository/models/m/load", {})[0] == 200
    assert door.ask("POST", "/v2/repository/models/m/unload", {})[0] == 200
    assert door.served["m"].managed == ["unlock", "load", "unload"]
    text = door.files.audit.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["action"], line["status"]) for line in lines] == [
        ("unlock", 403), ("unlock", 200), ("load", 200), ("unload", 200),
    ]  # fmt: skip
    assert "sesame" not in text
    assert door.ask("POST", "/v1/unlock", {"name": "m", "passphrase": 5})[0] == 422
    assert "sesame" not in door.ask("POST", "/v1/unlock", {"name": "m", "passphrase": ["sesame"]})[2].decode()
