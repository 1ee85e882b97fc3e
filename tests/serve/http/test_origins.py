"""Web pages: opt-in by origin, never with credentials."""

import pytest

PAGE = "https://app.example.org"
ASKS = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "authorization"}


@pytest.fixture
def door(open_door):
    return open_door(origins=[PAGE])


def test_a_page_that_was_named_may_ask_and_read(door):
    status, headers, _ = door.ask("OPTIONS", "/v1/predict", secret="", Origin=PAGE, **ASKS)
    assert (status, headers["access-control-allow-origin"]) == (204, PAGE)
    assert "authorization" in headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in headers
    status, headers, _ = door.ask("GET", "/v1/models", Origin=PAGE, Sec_Fetch_Site="cross-site")
    assert (status, headers["access-control-allow-origin"], headers["vary"]) == (200, PAGE, "Origin")
    assert "access-control-allow-credentials" not in headers


def test_a_page_can_read_why_it_was_refused(door):
    status, headers, _ = door.ask("GET", "/v1/models", secret="wrong", Origin=PAGE)
    assert (status, headers["access-control-allow-origin"]) == (401, PAGE)


def test_a_page_of_the_internet_may_ask_a_private_address_when_it_was_named(door):
    asked = {**ASKS, "Access_Control_Request_Private_Network": "true"}
    assert (
        door.ask("OPTIONS", "/v1/predict", secret="", Origin=PAGE, **asked)[1][
            "access-control-allow-private-network"
        ]
        == "true"
    )


@pytest.mark.parametrize(
    "origin", ["https://evil.com", "null", f"{PAGE}.evil.com", f"{PAGE}:8443", "http://app.example.org", ""]
)
def test_every_other_page_is_refused_with_the_right_key_too(door, origin):
    for method, path in (("OPTIONS", "/v1/predict"), ("GET", "/v1/models"), ("POST", "/v1/predict")):
        status, headers, _ = door.ask(method, path, {} if method == "POST" else None, Origin=origin, **ASKS)
        assert status == 403
        assert "access-control-allow-origin" not in headers


def test_without_origins_no_page_may_ask(shared):
    assert shared.code("OPTIONS", "/v1/predict", Origin=PAGE, **ASKS) == (403, "origin_not_allowed")
    assert shared.code("GET", "/health", Sec_Fetch_Site="cross-site") == (403, "origin_not_allowed")
    assert shared.code("OPTIONS", "/v1/predict") == (405, "method_not_allowed")


def test_a_preflight_says_nothing_of_what_there_is(door):
    answers = {
        door.ask("OPTIONS", path, secret="", Origin=PAGE, **ASKS)[0] for path in ("/v1/predict", "/nothing")
    }
    assert answers == {204}
