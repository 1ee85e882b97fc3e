"""What a broken or malicious client sends, over raw sockets to the server as it runs. Others notice nothing."""

import asyncio
import contextlib
import dataclasses
import json
import re
import socket
import time

import pytest

from engine.serve.http import server
from tests.conftest import wait_for
from tests.fakes.models import FakeServed
from tests.fakes.served_model import SECRET

BODY = b'{"inputs":[{"age":1}]}'
JSON = "Content-Type: application/json"


def say(door, *pieces):
    """Everything the server answers until it closes or has answered once."""
    with door.connect() as link:
        for piece in pieces:
            link.sendall(piece)
        return link.recv(65536)


def status_of(answer):
    return int(answer[9:12])


def code_of(answer):
    return json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"]


@pytest.fixture
def hasty(open_door, monkeypatch):
    """An endpoint whose patience ends in tenths of a second."""
    usual = server.patience_of
    short = {"head": 0.3, "body": 0.3, "unread": 0.3, "refused": 0.3}
    monkeypatch.setattr(server, "patience_of", lambda spec: dataclasses.replace(usual(spec), **short))
    return open_door()


def test_one_byte_at_a_time_is_given_up_in_the_head_and_in_the_body(hasty):
    begun = time.monotonic()
    with hasty.connect() as link, pytest.raises(OSError):
        while time.monotonic() < begun + 5:
            link.sendall(b"G")
            link.settimeout(0.05)
            try:
                if link.recv(10) in (b"", b"HTTP/1.1 4"):
                    raise ConnectionError
            except TimeoutError:
                continue
    assert time.monotonic() - begun < 2
    with hasty.connect() as link:
        link.sendall(hasty.head("POST", "/v1/predict", JSON, "Content-Length: 100"))
        answer = b""
        for _ in range(40):
            try:
                link.sendall(b" ")
                link.settimeout(0.05)
                answer += link.recv(65536)
                break
            except TimeoutError:
                continue
    assert (status_of(answer), code_of(answer)) == (408, "body_too_slow")
    assert hasty.answers()


def test_a_thousand_silent_connections_do_not_keep_others_out(open_door):
    door = open_door()
    links = []
    try:
        for _ in range(1000):
            links.append(door.connect())
        assert door.answers()
        for link in links[:500]:
            link.sendall(b"POST /v1/predict HTTP/1.1\r\nHost: ")
        assert door.answers()
    finally:
        for link in links:
            link.close()
    assert door.answers()


def test_connections_above_the_limit_are_told_to_come_back(open_door, monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 3)
    door = open_door()
    links = [door.connect() for _ in range(3)]
    wait_for(lambda: len(door.server._server.server_state.connections) == 3, 5)
    answer = say(door)
    assert (status_of(answer), code_of(answer)) == (503, "too_many_connections")
    assert b"retry-after: 1" in answer
    for link in links:
        link.close()
    wait_for(lambda: not door.server._server.server_state.connections, 5)
    assert door.answers()


def test_a_declared_body_of_a_hundred_megabytes_is_refused_before_it_is_read(shared):
    answer = say(shared, shared.head("POST", "/v1/predict", JSON, "Content-Length: 104857600"))
    assert (status_of(answer), code_of(answer)) == (413, "body_too_large")
    for length in ("-1", "1e3", "99999999999999999999999", "0x10"):
        assert status_of(
            say(shared, shared.head("POST", "/v1/predict", JSON, f"Content-Length: {length}"))
        ) in (400, 413)


def test_a_client_reads_why_its_body_is_refused_though_it_sends_all_of_it_first(shared):
    body = b'{"inputs": [' + b"1," * 5_000_000 + b"1]}"
    assert shared.code("POST", "/v1/predict", body) == (413, "body_too_large")
    assert shared.code("POST", "/v1/predict", body, secret="wrong") == (401, "unauthorised")


def test_a_client_that_never_ends_a_refused_body_is_let_go(hasty):
    with hasty.connect() as link:
        link.sendall(hasty.head("POST", "/v1/predict", JSON, "Content-Length: 900000000"))
        with contextlib.suppress(ConnectionError):
            while True:
                link.sendall(b" " * 1000)
                time.sleep(0.01)
    assert hasty.answers()


def test_a_chunked_body_is_counted_as_it_arrives(open_door):
    door = open_door(limits={"body_mib": 1})
    with door.connect() as link:
        link.sendall(door.head("POST", "/v1/predict", JSON, "Transfer-Encoding: chunked"))
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        link.sendall(chunk * 20)
        answer = link.recv(65536)
        assert (status_of(answer), code_of(answer)) == (413, "body_too_large")
        with pytest.raises(OSError):
            while True:
                link.sendall(chunk)
    assert door.answers()


def test_bodies_of_many_requests_have_room_for_a_few_at_a_time(open_door):
    door = open_door(limits={"body_mib": 1})
    room = door.server._application._room
    links = [door.connect() for _ in range(9)]
    for link in links[:8]:
        link.sendall(
            door.head("POST", "/v1/predict", JSON, f"Content-Length: {1 << 20}") + b" " * ((1 << 20) - 1)
        )
    wait_for(lambda: room._free < 100_000, 10, "eight bodies")
    links[8].sendall(door.head("POST", "/v1/predict", JSON, "Content-Length: 900000") + b" " * 899_999)
    answer = links[8].recv(65536)
    assert (status_of(answer), code_of(answer)) == (503, "too_much_at_once")
    for link in links:
        link.close()
    wait_for(lambda: room._free == 8 << 20, 5, "given back")
    assert door.answers()


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"[" * 100_000, "body_too_deep"), (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "body_too_deep"),
     (b'{"inputs": ["\0"]}', "not_json")],
)  # fmt: skip
def test_json_that_would_hurt_a_parser_never_reaches_one(shared, body, code):
    assert shared.code("POST", "/v1/predict", body) == (400, code)


def test_invalid_utf_8_is_an_answer_not_a_crash(shared):
    for body in (b'{"inputs": ["\xff\xfe"]}', b"\xff", b'{"model": "\xed\xa0\x80"}'):
        assert 400 <= shared.ask("POST", "/v1/predict", body)[0] < 500
        assert 400 <= shared.ask("POST", "/v2/models/m/infer", body)[0] < 500
        assert 400 <= shared.ask("POST", "/v1/chat/completions", body)[0] < 500


def test_a_header_of_ten_megabytes_ends_with_its_connection(shared):
    with shared.connect() as link:
        answer = b""
        try:
            link.sendall(b"GET /health HTTP/1.1\r\nX-Long: ")
            for _ in range(160):
                link.sendall(b"a" * 65536)
            answer = link.recv(65536)
        except OSError:
            pass
        assert not answer or status_of(answer) == 431
    assert status_of(say(shared, b"GET /" + b"a" * 100_000, b"a" * 100_000)) == 431
    assert shared.answers()


def test_endless_trailers_and_chunk_extensions_end_with_their_connection(shared):
    head = shared.head("POST", "/v1/predict", JSON, "Transfer-Encoding: chunked")
    for start in (head + b"1\r\n \r\n0\r\nX-Trailer: ", head + b"1;ext="):
        with shared.connect() as link, pytest.raises(OSError):
            for _ in range(2000):
                link.sendall(start if _ == 0 else b"a" * 65536)
    assert shared.answers()


@pytest.mark.parametrize(
    ("line", "status"),
    [("GET //health HTTP/1.1", 400), ("GET /v1//models HTTP/1.1", 400), ("GET /%2e%2e/health HTTP/1.1", 400), ("GET /v1/../health HTTP/1.1", 400),
     ("GET /v1%2fmodels HTTP/1.1", 400), ("GET /health. HTTP/1.1", 400), ("GET /health%00 HTTP/1.1", 400), ("GET /\\health HTTP/1.1", 400),
     ("GET http://127.0.0.1/health HTTP/1.1", 400), ("GET https://evil.com/health HTTP/1.1", 400), ("CONNECT evil.com:443 HTTP/1.1", 400),
     ("OPTIONS * HTTP/1.1", 400), ("GET /health#x HTTP/1.1", 400), ("TRACE /health HTTP/1.1", 405), ("GET /%ff HTTP/1.1", 400),
     ("GET /health HTTP/9.9", 400), ("nonsense", 400), ("GET /health?x=%2e%2e HTTP/1.1", 200)],
)  # fmt: skip
def test_each_address_can_be_written_in_one_way_only(shared, line, status):
    rest = f"\r\nHost: 127.0.0.1:{shared.port}\r\nAuthorization: Bearer {SECRET}\r\n\r\n"
    assert status_of(say(shared, (line + rest).encode())) == status


@pytest.mark.parametrize(
    "hosts", [[], ["evil.com"], ["127.0.0.1:1"], ["127.0.0.1.evil.com"], ["127.0.0.1:{port}", "evil.com"], ["127.0.0.1:{port}"] * 2,
              ["localhost.:{port}"], ["0.0.0.0:{port}"], ["[::1]:{port}"]]
)  # fmt: skip
def test_only_its_own_name_is_answered(shared, hosts):
    lines = "".join(f"Host: {host.format(port=shared.port)}\r\n" for host in hosts)
    answer = say(shared, f"GET /health HTTP/1.1\r\n{lines}Authorization: Bearer {SECRET}\r\n\r\n".encode())
    assert (status_of(answer), code_of(answer)) == (403, "host_not_allowed")


@pytest.mark.parametrize(
    "lines",
    [("Content-Length: 5", "Content-Length: 22"), ("Content-Length: 22", "Transfer-Encoding: chunked"), ("Transfer-Encoding: gzip, chunked",),
     ("Content-Length: 22", "Content-Encoding: gzip"), ("Content-Length: 22", "Content-Type: text/plain")],
)  # fmt: skip
def test_what_two_servers_could_read_differently_is_refused(shared, lines):
    answer = say(shared, shared.head("POST", "/v1/predict", JSON, *lines) + BODY)
    assert status_of(answer) in (400, 415)
    assert b"connection: close" in answer


def test_an_upgrade_is_answered_as_plain_http_and_nothing_after_it_is_read(shared):
    more = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13")
    with shared.connect() as link:
        link.sendall(shared.head("GET", "/health", *more) + b"\x81\x05hello")
        answer = b""
        while part := link.recv(65536):
            answer += part
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status_of(answer) == 200
    body = shared.head(
        "POST",
        "/v1/predict",
        JSON,
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        f"Content-Length: {len(BODY)}",
    )
    assert status_of(say(shared, body + BODY[:5], BODY[5:])) == 200


def test_pipelined_requests_are_answered_in_order(shared):
    sizes = (JSON, f"Content-Length: {len(BODY)}")
    bodies = [b'{"inputs":[{"age":%d}]}' % number for number in range(1, 10)]
    sent = b"".join(shared.head("POST", "/v1/predict", *sizes) + body for body in bodies)
    answer = b""
    with shared.connect() as link:
        link.sendall(sent)
        while answer.count(b"outputs") < len(bodies):
            answer += link.recv(65536)
    assert [int(value) for value in re.findall(rb'"value": (\d)', answer)] == list(range(1, 10))


def test_a_header_cannot_be_smuggled_into_an_answer(shared):
    answer = say(shared, shared.head("GET", "/v1/models/a%0d%0aX-Evil:%201"))
    assert b"x-evil" not in answer.lower()


def test_a_client_that_goes_takes_its_question_with_it(open_door):
    async def never(kind, payload):
        await asyncio.Event().wait()

    door = open_door(make=lambda name: FakeServed(name, script=never))
    served = door.served["m"]
    with door.connect() as link:
        link.sendall(door.head("POST", "/v1/predict", JSON, f"Content-Length: {len(BODY)}") + BODY)
        wait_for(served.began.is_set, 5)
        gone = time.monotonic()
    wait_for(served.cancelled.is_set, 5)
    assert time.monotonic() - gone < 0.1
    assert door.server._application._metrics.running == 0


def test_a_client_that_goes_ends_the_text_it_was_sent_within_a_tenth_of_a_second(open_door):
    door = open_door(make=lambda name: FakeServed(name, can=("complete",)))
    served = door.served["m"]
    body = b'{"prompt": "a", "stream": true}'
    with door.connect() as link:
        link.sendall(door.head("POST", "/v1/completions", JSON, f"Content-Length: {len(body)}") + body)
        wait_for(served.began.is_set, 5)
        gone = time.monotonic()
    wait_for(served.cancelled.is_set, 5)
    assert time.monotonic() - gone < 0.1


def test_a_client_that_takes_nothing_of_its_answers_is_let_go(hasty):
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", hasty.port))
        link.sendall(hasty.head("GET", "/openapi.json") * 3000)  # some 30 MB of answers
        wait_for(lambda: not hasty.server._server.server_state.connections, 10, "let go")
    assert hasty.answers()
