import resource

import pytest

from engine.serve.access.key_file import KeyFile
from engine.serve.access.usage import Usage
from tests.fakes.served_model import write_keys


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def files(home):
    return home.run("endpoint-1")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(files, clock):
    files.root.mkdir(parents=True)
    return KeyFile(files.home.keys, Usage(files.usage), clock, clock)


def test_without_a_readable_file_no_key_is_right(keys, files):
    assert keys.find("") is None
    for content in (
        "{",
        "[]",
        '{"keys": 3}',
        '{"keys": [1, {"id": "a", "sha256": 5}, {"id": "a", "sha256": ""}]}',
    ):
        files.home.keys.write_text(content)
        assert keys.find("") is None
        assert keys.find("any") is None


def test_a_new_key_is_right_from_its_first_use(keys, files):
    write_keys(files, "one")
    assert keys.find("one") is not None
    write_keys(files, "one", "two")
    assert keys.find("two") is not None


def test_a_revoked_key_is_refused_after_fifty_milliseconds(keys, files, clock):
    write_keys(files, "one", "two")
    assert keys.find("one") is not None
    write_keys(files, "two")
    clock.now += 0.051
    assert keys.find("one") is None
    files.home.keys.unlink()
    clock.now += 0.051
    assert keys.find("two") is None


def test_a_key_expires_at_its_second_without_a_change_of_the_file(keys, files, clock):
    write_keys(files, "one", expires=1005.0)
    assert keys.find("one") is not None
    clock.now = 1005.0
    assert keys.find("one") is None


def test_a_key_says_what_it_allows(keys, files):
    write_keys(files, "one", models=["a", "b"], actions=["infer", "metrics"])
    caller = keys.find("one").caller
    assert (caller.may_use("a"), caller.may_use("c")) == (True, False)
    assert (caller.may("metrics"), caller.may("manage")) == (True, False)
    write_keys(files, "two")
    assert keys.find("two").caller.may_use("anything")


def test_a_limit_goes_on_where_it_was_when_somebody_else_gets_a_key(keys, files, clock):
    write_keys(files, "one", requests_per_minute=2)
    keys.find("one").requests.use(2)
    write_keys(files, "one", "two", requests_per_minute=2)
    clock.now += 0.051
    assert keys.find("one").requests.wait(clock.now) > 0
    write_keys(files, "one", "two", requests_per_minute=3)
    clock.now += 0.051
    assert keys.find("one").requests.wait(clock.now) == 0


def test_a_row_that_cannot_be_understood_allows_nothing_and_hurts_no_other(keys, files):
    write_keys(files, "one", requests_per_minute="many")
    assert keys.find("one") is None


def test_a_file_that_cannot_be_read_for_a_moment_is_read_again(keys, files, clock):
    write_keys(files, "one", requests_per_minute=1)
    keys.find("one").requests.use(1)
    write_keys(files, "one", requests_per_minute=1)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))  # no descriptor is left
    try:
        clock.now += 1
        assert keys.find("one") is None
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    grant = keys.find("one")
    assert grant is not None
    assert grant.requests.wait(clock.now) > 0, "its share is not given anew"
