"""The engine as a process: one per home, private, found by its file, and gone when it is told to go."""

import json
import os
import signal
import stat
import subprocess
from pathlib import Path

import psutil
import pytest

from engine import VERSION
from engine.client.find import find_engine
from engine.commands.engine import make_private
from engine.schema.problem import UserError
from engine.system.paths import ROOT, Home


@pytest.fixture
def engine(modelyard, wait_until):
    """A running engine process, started as from a careless shell (umask 0)."""
    process = subprocess.Popen(
        [os.sys.executable, str(ROOT / "main.py"), "engine", "--home", str(modelyard.home.root)],
        stderr=subprocess.PIPE,
        text=True,
        umask=0,
    )
    wait_until(lambda: find_engine(modelyard.home), 20)
    yield process
    process.kill()
    process.communicate()


def test_what_it_writes_is_for_its_owner_alone(modelyard, engine):
    home = modelyard.home
    assert stat.S_IMODE(home.engine_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    for path in home.root.rglob("*"):
        assert not path.stat().st_mode & 0o077, path


def test_the_token_is_in_its_file_and_nowhere_else(modelyard, engine):
    modelyard.json("runs")
    token = json.loads(modelyard.home.engine_file.read_text())["token"]
    process = psutil.Process(engine.pid)
    assert token not in " ".join(process.cmdline())
    assert token not in str(process.environ())
    for path in modelyard.home.root.rglob("*"):
        if path.is_file() and path != modelyard.home.engine_file:
            assert token.encode() not in path.read_bytes(), path


def test_it_listens_on_loopback_alone(engine):
    listening = [c for c in psutil.Process(engine.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert [c.laddr.ip for c in listening] == ["127.0.0.1"]


def test_it_leaves_no_core_dump(engine):
    assert psutil.Process(engine.pid).rlimit(psutil.RLIMIT_CORE)[0] == 0


def test_a_second_start_says_where_the_first_listens(modelyard, engine):
    done = modelyard.run("engine", "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["pid"] == engine.pid
    assert "token" not in said
    assert said["version"] == VERSION


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(modelyard, engine, number):
    engine.send_signal(number)
    assert engine.wait(10) == 0
    assert not modelyard.home.engine_file.exists()


def test_stop_returns_when_the_process_is_gone(modelyard, engine):
    assert modelyard.run("engine", "--stop").returncode == 0
    assert engine.poll() is not None or psutil.Process(engine.pid).status() == psutil.STATUS_ZOMBIE
    assert modelyard.json("engine", "--stop") == {"stopped": False}


def test_an_open_stream_does_not_hold_it_back(modelyard, engine):
    from engine.client.engine_client import EngineClient

    file = find_engine(modelyard.home)
    stream = EngineClient(file.url, file.token).follow("/v1/changes")
    messages = iter(stream)
    next(messages)
    engine.terminate()
    assert engine.wait(10) == 0
    stream.close()


def test_a_killed_engine_is_followed_by_the_next(modelyard, engine):
    first = find_engine(modelyard.home)
    engine.kill()
    engine.wait()
    assert modelyard.home.engine_file.exists()  # it had no time to take it away
    assert modelyard.json("runs") == []
    assert find_engine(modelyard.home).instance != first.instance


def test_all_belongs_to_stop(modelyard):
    done = modelyard.run("engine", "--all")
    assert done.returncode == 1
    assert "--stop" in done.stderr


def test_a_home_that_holds_other_things_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UserError) as error:
        make_private(Home(Path.home()))
    assert error.value.problems[0].code == "home_is_shared"


def test_a_home_of_another_user_is_refused(monkeypatch, home):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(UserError) as error:
        make_private(home)
    assert error.value.problems[0].code == "home_not_yours"


def test_a_planted_link_is_replaced_and_not_written_through(modelyard, tmp_path, wait_until):
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    modelyard.home.engine_file.symlink_to(victim)
    modelyard.json("runs")
    assert victim.read_text() == "untouched"
    assert not modelyard.home.engine_file.is_symlink()


@pytest.mark.parametrize("command", [("engine",), ("runs",)])
def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path, command):
    from tests.conftest import Program

    (tmp_path / "file").write_text("")
    done = Program(Home(tmp_path / "file" / "home")).run(*command)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_a_home_that_was_open_is_closed(home):
    home.root.chmod(0o755)
    make_private(home)
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700


def test_the_version_is_the_one_of_the_project():
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text()
