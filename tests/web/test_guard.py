import asyncio
import json
import socket
from functools import partial

import pytest

from engine.web.guard import FailureLimit, Guard, Limits, loopback_hosts
from engine.web.keys import digest_of, matches
from engine.web.patience import Patience

SECRET = "right-secret"
HOSTS = loopback_hosts(8000)


class Echo:
    """An application that notes what reached it and answers with the body it got."""

    def __init__(self):
        self.seen = []

    async def __call__(self, scope, receive, send):
        self.seen.append(scope["path"])
        headers = dict(scope["headers"])
        has_body = b"content-length" in headers or b"transfer-encoding" in headers
        body = (await receive())["body"] if has_body else b""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


def guard(app=None, **options):
    digests = [digest_of(SECRET)]
    options.setdefault("hosts", HOSTS)
    return Guard(app or Echo(), lambda token: matches(token, digests), **options)


def ask(app, method="GET", path="/v1/x", headers=None, body=None, raw_path=None, parts=None):
    """One request straight into the ASGI application; gives (status, headers, body)."""
    wanted = {"host": "127.0.0.1:8000", "authorization": f"Bearer {SECRET}"}
    if body is not None:
        wanted |= {"content-type": "application/json", "content-length": str(len(body))}
    wanted |= headers or {}
    pairs = [
        (name.encode(), item.encode())
        for name, value in wanted.items()
        if value is not None
        for item in (value if isinstance(value, list) else [value])
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": (raw_path or path).encode(),
        "headers": pairs,
        "query_string": b"",
    }
    pending = list(parts) if parts is not None else [body or b""]
    sent = []

    async def receive():
        if not pending:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": pending.pop(0), "more_body": bool(pending)}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])


def code_of(answer):
    return json.loads(answer[2])["problems"][0]["code"]


def test_a_right_request_passes_unchanged():
    status, headers, body = ask(guard(), "POST", body=b'{"a": [1, 2]}')
    assert (status, body) == (200, b'{"a": [1, 2]}')
    assert headers[b"cache-control"] == b"no-store"


def test_localhost_is_the_same_server():
    assert ask(guard(), headers={"host": "LocalHost:8000"})[0] == 200


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1.evil.com:8000", "127.0.0.1", "localhost.:8000", "", "0.0.0.0:8000", "[::1]:8000", "127.0.0.1:80000",
     "evil.com", "127.0.0.1:8000@evil.com", None, ["127.0.0.1:8000", "evil.com"], ["127.0.0.1:8000", "127.0.0.1:8000"]],
)  # fmt: skip
def test_only_the_exact_host_is_served(host):
    app = Echo()
    answer = ask(guard(app), headers={"host": host})
    assert (answer[0], code_of(answer), app.seen) == (403, "host_not_allowed", [])


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.com"}, {"origin": "null"}, {"origin": "http://127.0.0.1:8000"}, {"origin": ""},
     {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_pages_are_refused_even_with_the_right_secret(headers):
    app = Echo()
    answer = ask(guard(app), headers=headers)
    assert (answer[0], code_of(answer), app.seen) == (403, "origin_not_allowed", [])


def test_an_allowed_origin_passes():
    app = guard(origins=frozenset({b"http://app.local"}))
    assert ask(app, headers={"origin": "http://app.local", "sec-fetch-site": "cross-site"})[0] == 200


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer wrong", f"Basic {SECRET}", SECRET, f"Bearer {SECRET}x", "Bearer \u00e9",
     [f"Bearer {SECRET}", f"Bearer {SECRET}"], ["Bearer wrong", f"Bearer {SECRET}"]],
)  # fmt: skip
def test_every_path_asks_for_the_secret(authorization):
    app = Echo()
    guarded = guard(app)
    for path in ("/", "/openapi.json", "/docs", "/health", "/nothing/here"):
        answer = ask(guarded, path=path, headers={"authorization": authorization})
        assert (answer[0], code_of(answer)) == (401, "unauthorised")
        assert answer[1][b"www-authenticate"] == b"Bearer"
    assert app.seen == []


def test_guessing_is_slowed_and_the_right_secret_is_never_locked_out():
    now = [0.0]
    app = guard(failures=FailureLimit(limit=3, seconds=60, clock=lambda: now[0]))
    wrong = {"authorization": "Bearer wrong"}
    assert [ask(app, headers=wrong)[0] for _ in range(5)] == [401, 401, 401, 429, 429]
    answer = ask(app, headers=wrong)
    assert code_of(answer) == "too_many_failures"
    assert 1 <= int(answer[1][b"retry-after"]) <= 61
    assert ask(app)[0] == 200
    now[0] = 61.0
    assert ask(app, headers=wrong)[0] == 401


def test_refusals_say_nothing_of_the_request():
    app = guard()
    first = ask(app, path="/a", headers={"authorization": "Bearer one"})
    second = ask(app, path="/b", headers={"authorization": "Bearer two"})
    assert first[2] == second[2]


@pytest.mark.parametrize(
    ("path", "raw"),
    [("http://evil.com/v1", None), ("//v1/x", None), ("/v1//x", None), ("/v1/../x", None), ("/v1/../x", "/v1/%2e%2e/x"),
     ("/v1/x", "/v1%2fx"), ("/v1/\\x", None), ("/v1/x.", None), ("/v1/\0", "/v1/%00"), ("*", None), ("", None)],
)  # fmt: skip
def test_each_path_can_be_written_in_one_way_only(path, raw):
    app = Echo()
    answer = ask(guard(app), path=path, raw_path=raw)
    assert (answer[0], code_of(answer), app.seen) == (400, "bad_path", [])


def test_odd_methods_are_refused():
    for method in ("TRACE", "CONNECT", "OPTIONS", "get"):
        assert ask(guard(), method)[0] == 405


@pytest.mark.parametrize(
    "headers",
    [{"content-type": "text/plain"}, {"content-type": None}, {"content-type": "application/x-www-form-urlencoded"},
     {"content-type": "application/json; charset=utf-16"}, {"content-encoding": "gzip"},
     {"content-type": ["application/json", "text/plain"]}],
)  # fmt: skip
def test_a_body_must_be_plain_json(headers):
    answer = ask(guard(), "POST", body=b"{}", headers=headers)
    assert (answer[0], code_of(answer)) == (415, "not_json_type")


def test_an_order_without_a_body_needs_no_type():
    assert ask(guard(), "POST")[0] == 200
    assert ask(guard(), "POST", headers={"content-length": "0"})[0] == 200


def test_a_declared_length_above_the_cap_is_refused_before_reading():
    app = guard(limits=Limits(body=10))
    answer = ask(app, "POST", body=b'{"a": 12345678}', parts=[])
    assert (answer[0], code_of(answer)) == (413, "body_too_large")


def test_a_body_is_counted_as_it_arrives():
    app = guard(limits=Limits(body=10))
    headers = {"content-type": "application/json", "transfer-encoding": "chunked"}
    answer = ask(app, "POST", headers=headers, parts=[b"123456", b"123456"])
    assert (answer[0], code_of(answer)) == (413, "body_too_large")
    assert ask(app, "POST", headers=headers, parts=[b"[1,", b"2]"])[2] == b"[1,2]"


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"[" * 100_000, "body_too_deep"), (b"[" * 65 + b"]" * 65, "body_too_deep"), (b'{"a":' * 200 + b"1" + b"}" * 200, "body_too_deep"),
     ('{"a": 1}'.encode("utf-16-le"), "not_json")],
)  # fmt: skip
def test_deep_json_is_refused_before_a_parser_sees_it(body, code):
    answer = ask(guard(), "POST", body=body)
    assert (answer[0], code_of(answer)) == (400, code)


def test_more_values_than_a_parser_should_make_are_refused_however_short_they_are():
    app = guard(limits=Limits(values=9))
    assert ask(app, "POST", body=b"[" + b"{}," * 9 + b"{}]")[0] == 200
    answer = ask(app, "POST", body=b"[" + b"{}," * 10 + b"{}]")
    assert (answer[0], code_of(answer)) == (413, "body_too_large")
    headers = {"content-type": "application/json", "transfer-encoding": "chunked"}
    assert ask(app, "POST", headers=headers, parts=[b"[1,1,1,1,1", b",1,1,1,1,1,1]"])[0] == 413


def test_many_shallow_arrays_and_brackets_in_texts_pass():
    for body in (json.dumps([[1], {"a": 2}] * 5000).encode(), json.dumps(["[" * 500 + '\\"{']).encode()):
        assert ask(guard(), "POST", body=body)[0] == 200


def test_too_many_or_too_long_headers_are_refused():
    assert ask(guard(), headers={f"x-{i}": "1" for i in range(70)})[0] == 431
    assert ask(guard(), headers={"x-long": "a" * 20_000})[0] == 431


def test_the_error_body_is_the_servers_own():
    app = guard(error_body=lambda status, code: json.dumps({"mine": [status, code]}).encode())
    assert json.loads(ask(app, headers={"host": "x"})[2]) == {"mine": [403, "host_not_allowed"]}


def test_comparing_does_not_stop_at_the_first_hit():
    digests = iter([digest_of("a"), digest_of("b"), digest_of("c")])
    assert matches("a", digests)
    assert list(digests) == []


def test_over_a_socket_an_absolute_address_and_a_doubled_host_are_refused(serve):
    app = Echo()
    with serve(lambda hosts: guard(app, hosts=hosts)) as port:
        good = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {SECRET}\r\n"
        assert _raw(port, f"GET /a HTTP/1.1\r\n{good}\r\n").startswith(b"HTTP/1.1 200")
        assert _raw(port, f"GET http://evil.com/b HTTP/1.1\r\n{good}\r\n").startswith(b"HTTP/1.1 400")
        assert _raw(port, f"GET /c HTTP/1.1\r\nHost: evil.com\r\n{good}\r\n").startswith(b"HTTP/1.1 403")
        assert _raw(port, f"GET /d HTTP/1.0\r\nAuthorization: Bearer {SECRET}\r\n\r\n").startswith(
            b"HTTP/1.1 403"
        )
    assert app.seen == ["/a"]


def test_over_a_socket_an_endless_chunked_body_ends_at_the_cap(serve):
    app = partial(guard, limits=Limits(body=100_000))
    with serve(lambda hosts: app(hosts=hosts), Patience(refused=0.1)) as port:
        head = f"POST /a HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {SECRET}\r\n"
        head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
            chunk = b"ffff\r\n" + b"1" * 0xFFFF + b"\r\n"
            link.sendall(head.encode() + chunk * 2)
            assert link.recv(100).startswith(b"HTTP/1.1 413")
            with pytest.raises(OSError):
                while True:
                    link.sendall(chunk)


def test_over_a_socket_a_slow_body_is_given_up(serve):
    with serve(lambda hosts: guard(hosts=hosts), Patience(body=0.1)) as port:
        head = f"POST /a HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {SECRET}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n1"
        assert _raw(port, head).startswith(b"HTTP/1.1 408")


def test_over_a_socket_a_head_that_never_ends_is_given_up(serve):
    with serve(lambda hosts: guard(hosts=hosts), Patience(head=0.1)) as port:
        assert _raw(port, "") == b""
        assert _raw(port, "GET / HTTP/1.1\r\nHost: ") == b""


def _raw(port, text):
    """Everything the server says before it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(text.encode())
        if text.endswith("\r\n\r\n"):
            return link.recv(65536)
        answer = b""
        while part := link.recv(65536):
            answer += part
        return answer
