import resource

import pytest

from engine.serve.http.listening import most_connections, open_socket


@pytest.fixture
def few_files():
    """A process that starts with 300 files, and may have more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    set_soft(300)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def set_soft(soft):
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def test_a_server_gets_the_files_that_its_connections_need(few_files):
    assert most_connections(500) == 500
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 600
    assert most_connections(10) == 10


def test_where_it_may_not_have_them_fewer_connections_are_taken(few_files, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (300, 400))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: None)
    assert most_connections(500) == 272


@pytest.mark.parametrize("content", ["[1]", '{"port": "x"}', '{"port": 80}', "{", None])
def test_without_a_port_that_was_remembered_or_can_be_any_will_do(tmp_path, content):
    remembered = tmp_path / "run" / "endpoint.json"  # there is no such folder, where nothing is remembered
    if content is not None:
        remembered.parent.mkdir()
        remembered.write_text(content)
    with open_socket(0, remembered, None) as listener:
        assert listener.getsockname()[1] > 1023
