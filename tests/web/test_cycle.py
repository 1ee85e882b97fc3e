"""How an answer looks on the wire."""

import contextlib
import socket

import pytest


def answer_of(serve, headers, *parts, status=200, request="GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
    """The bytes that a client gets for an answer of these parts."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(parts)})

    with serve(lambda hosts: app) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as link:
        link.sendall(request.encode())
        answer = b""
        link.settimeout(0.3)  # a connection that stays says no more
        with contextlib.suppress(TimeoutError):
            while part := link.recv(65536):
                answer += part
    return answer.partition(b"\r\n\r\n")


def test_a_whole_answer_has_its_length_and_the_connection_stays(serve):
    head, _, body = answer_of(serve, [(b"content-length", b"2")], b"ok")
    assert body == b"ok"
    assert b"connection: close" not in head
    assert b"transfer-encoding" not in head


def test_an_answer_in_pieces_is_chunked(serve):
    head, _, body = answer_of(serve, [], b"ab", b"", b"c", b"")
    assert b"transfer-encoding: chunked" in head
    assert body == b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"


def test_pieces_may_have_a_length_too(serve):
    head, _, body = answer_of(serve, [(b"content-length", b"3")], b"ab", b"c")
    assert (body, b"chunked" in head) == (b"abc", False)


def test_an_answer_without_a_body_has_none(serve):
    head, _, body = answer_of(serve, [], b"", status=204)
    assert (head[:12], body, b"chunked" in head) == (b"HTTP/1.1 204", b"", False)
    head, _, body = answer_of(
        serve, [(b"content-length", b"5")], b"", request="HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert (b"content-length: 5" in head, body) == (True, b"")


def test_a_client_that_wants_it_closed_is_told_so_once(serve):
    for request in ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"):
        head, _, body = answer_of(serve, [(b"content-length", b"2")], b"ok", request=request)
        assert (head.count(b"connection: close"), body) == (1, b"ok")
    head, _, _ = answer_of(serve, [(b"content-length", b"2"), (b"connection", b"close")], b"ok")
    assert head.count(b"connection: close") == 1


@pytest.mark.parametrize("value", [b"a\r\nx-evil: 1", b"a\nx-evil: 1"])
def test_a_header_that_holds_the_end_of_its_line_is_never_sent(serve, value):
    assert b"x-evil" not in b"".join(answer_of(serve, [(b"x", value), (b"content-length", b"2")], b"ok"))
