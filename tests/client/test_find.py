"""The engine of a home is found when it is that engine, and nothing else is believed."""

import http.server
import json
import os
import threading
import time
from pathlib import Path

import pytest

from engine.client.find import ensure_engine, find_engine, read_engine_file, start_engine
from engine.schema.api import EngineFile
from engine.system.files import write_durably
from engine.system.paths import Home
from tests.api.conftest import engine_on


def engine_file(url: str, **fields: object) -> EngineFile:
    known = {"token": "t" * 43, "pid": os.getpid(), "started": time.time(), "version": "0", "instance": "i"}
    return EngineFile.model_validate({"url": url, **known, **fields})


def publish(home: Home, file: EngineFile) -> None:
    write_durably(home.engine_file, file.model_dump_json())


@pytest.fixture
def running(home):
    """An engine on this home, as its file describes it."""
    with engine_on(home.root) as engine:
        publish(home, engine_file(engine.url, token=engine.token, instance=engine.instance))
        yield engine


def test_a_running_engine_is_found(home, running):
    found = find_engine(home)
    assert found is not None
    assert found.url == running.url


def test_no_file_is_no_engine(home):
    assert find_engine(home) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": 5}', "\x00"])
def test_a_file_that_is_not_ours_to_read_is_no_engine(home, text):
    write_durably(home.engine_file, text)
    assert find_engine(home) is None


def test_a_file_others_can_read_is_not_believed(home, running):
    home.engine_file.chmod(0o644)
    assert read_engine_file(home) is None


def test_a_planted_link_is_not_followed(home, running, tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    home.engine_file.rename(elsewhere)
    home.engine_file.symlink_to(elsewhere)
    assert read_engine_file(home) is None


def test_an_address_that_is_not_this_machine_is_not_asked(home):
    publish(home, engine_file("http://example.com:80"))
    assert read_engine_file(home) is None


def test_a_file_of_a_dead_process_is_stale(home, running):
    publish(home, engine_file(running.url, token=running.token, instance=running.instance, pid=2**22 - 1))
    assert find_engine(home) is None


def test_an_engine_of_another_home_is_not_ours(home, tmp_path):
    with engine_on(tmp_path / "other") as other:
        publish(home, engine_file(other.url, token=other.token, instance=other.instance))
        assert find_engine(home) is None


def test_an_engine_started_anew_is_not_the_one_of_the_file(home, running):
    publish(home, engine_file(running.url, token=running.token, instance="an earlier one"))
    assert find_engine(home) is None


class Stranger(http.server.BaseHTTPRequestHandler):
    """Answers 200 to everything, with what it can guess."""

    def do_GET(self) -> None:
        body = json.dumps({"version": "0.1.0", "pid": os.getpid(), "instance": "", "home": "/"}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_a_stranger_on_the_old_port_is_not_trusted(home):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    publish(home, engine_file(f"http://127.0.0.1:{server.server_address[1]}"))
    assert find_engine(home) is None
    server.shutdown()
    server.server_close()


def test_a_silent_port_is_no_engine(home):
    publish(home, engine_file("http://127.0.0.1:9"))
    assert find_engine(home) is None


def test_a_stale_file_does_not_hinder_the_next_engine(modelyard):
    publish(modelyard.home, engine_file("http://127.0.0.1:9"))
    client = ensure_engine(modelyard.home)
    assert client.engine().home == str(modelyard.home.root)
    assert ensure_engine(modelyard.home).engine().instance == client.engine().instance


def test_eight_started_at_once_end_as_one(modelyard):
    found: list[EngineFile] = []
    starters = [threading.Thread(target=lambda: found.append(start_engine(modelyard.home))) for _ in range(8)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(60)
    assert len(found) == 8
    assert len({file.instance for file in found}) == 1
    assert find_engine(modelyard.home) == found[0]


def test_a_home_with_spaces_and_other_letters_works(tmp_path: Path):
    from tests.conftest import Program

    program = Program(Home(tmp_path / "my home 数据").create())
    try:
        assert ensure_engine(program.home).engine().home == str(program.home.root)
    finally:
        program.end_everything()
