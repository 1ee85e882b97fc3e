"""Requests that are too large, too deep or no JSON cost little and end in a plain refusal."""

import socket
import time

import pytest

from engine.api.app import MAX_BODY
from tests.api.conftest import TOKEN

HEAD = "POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
JSON = "Content-Type: application/json\r\n"


def connect(engine, headers: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", engine.port), timeout=10)
    connection.sendall((HEAD.format(port=engine.port, token=TOKEN) + headers + "\r\n").encode())
    return connection


def status_of(connection: socket.socket) -> int:
    with connection:
        answer = connection.recv(65536)
    return int(answer.split(b" ", 2)[1])


def test_an_endless_chunked_body_is_cut_off(engine):
    connection = connect(engine, JSON + "Transfer-Encoding: chunked\r\n")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    connection.sendall(chunk * (MAX_BODY // 0x10000 + 2))
    assert connection.recv(65536).startswith(b"HTTP/1.1 413")
    deadline = time.monotonic() + 10
    with connection, pytest.raises(OSError):  # it hangs up on us
        while time.monotonic() < deadline:
            connection.sendall(chunk)
    assert engine.ask("GET", "/v1/engine").status == 200


def test_a_body_said_to_be_large_is_refused_before_it_comes(engine):
    assert status_of(connect(engine, JSON + f"Content-Length: {MAX_BODY + 1}\r\n")) == 413


def test_a_ten_megabyte_header_is_refused(engine):
    connection = socket.create_connection(("127.0.0.1", engine.port), timeout=10)
    connection.sendall(HEAD.format(port=engine.port, token=TOKEN).encode())
    try:
        connection.sendall(b"X-Long: " + b"a" * (10 << 20) + b"\r\n\r\n")
        answer = connection.recv(4096)
        assert answer == b"" or answer.split(b" ")[1] in (b"400", b"431")
    except OSError:  # it hung up before all was sent
        pass
    connection.close()
    assert engine.ask("GET", "/v1/engine").status == 200


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_json_is_refused_before_it_is_parsed(engine, opening):
    answer = engine.ask("POST", "/v1/check", b'{"spec": ' + opening * 100_000)
    assert (answer.status, answer.body["problems"][0]["code"]) == (400, "body_too_deep")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken(engine, kind):
    answer = engine.ask("POST", "/v1/check", b'{"spec": {}}', **{"Content-Type": kind})
    assert answer.status == 415


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe{}", b"[1]", b"nul", b'{"spec": 5}', b'{"spec": {}, "x": 1}']
)
def test_what_is_not_the_expected_json_is_a_problem_and_no_traceback(engine, body):
    answer = engine.ask("POST", "/v1/check", body)
    assert answer.status in (400, 422)
    assert answer.body["problems"]


def test_a_mistake_of_ours_is_one_calm_answer(engine):
    engine.service.add("a")
    answer = engine.ask("GET", "/v1/jobs/a/log")  # the fake raises ZeroDivisionError
    assert answer.status == 500
    assert answer.body["problems"][0]["code"] == "unexpected"
    assert "ZeroDivision" not in str(answer.body)
