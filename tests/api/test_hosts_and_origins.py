"""A web page in the user's browser can reach a loopback port; it must get nothing, however it names us."""

import pytest

from tests.api.conftest import TOKEN
from tests.api.test_every_route_needs_the_token import raw_status

RIGHT = f"Authorization: Bearer {TOKEN}\r\n"
FOREIGN_HOSTS = [
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1.evil.com:{port}",
    "localhost.:{port}",
    "evil.com",
    "evil.com:{port}",
    "0.0.0.0:{port}",
    "[::1]:{port}",
    "2130706433:{port}",
    "127.1:{port}",
    "user@127.0.0.1:{port}",
    "127.0.0.1:{port}@evil.com",
    "127.0.0.1:{port},evil.com",
    "",
]


def test_our_own_name_is_answered(shared_engine):
    assert raw_status(shared_engine, RIGHT) == 200


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_name_is_refused_even_with_the_token(shared_engine, host):
    line = f"Host: {host.format(port=shared_engine.port)}\r\n"
    assert raw_status(shared_engine, RIGHT, host=line) in (400, 403)


def test_two_hosts_and_no_host_are_refused(shared_engine):
    own = f"Host: 127.0.0.1:{shared_engine.port}\r\n"
    assert raw_status(shared_engine, RIGHT, host=own + own) in (400, 403)
    assert raw_status(shared_engine, RIGHT, host=own + "Host: evil.com\r\n") in (400, 403)
    assert raw_status(shared_engine, RIGHT, host="") in (400, 403)


@pytest.mark.parametrize(
    "header",
    [
        "Origin: http://evil.com",
        "Origin: null",
        "Origin: https://127.0.0.1:{port}",
        "Origin: http://127.0.0.1:1",
        "Origin: http://localhost",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ],
)
def test_a_web_page_is_refused_even_with_the_token(shared_engine, header):
    assert raw_status(shared_engine, RIGHT + header.format(port=shared_engine.port) + "\r\n") == 403


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.com/v1/engine",
        "//v1/engine",
        "/v1/%2e%2e/v1/engine",
        "/v1/../v1/engine",
        "/v1/engine.",
        "*",
    ],
)
def test_an_address_written_in_another_way_reaches_nothing(shared_engine, target):
    assert raw_status(shared_engine, RIGHT, target) in (400, 404)
    assert raw_status(shared_engine, "", target) in (400, 401)
