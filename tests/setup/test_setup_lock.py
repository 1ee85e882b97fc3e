"""One set-up at a time."""

import subprocess
import sys
import threading

import pytest

from engine.setup.lock import SetupLock
from engine.system.paths import ROOT

HOLDER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from engine.setup.lock import SetupLock
with SetupLock(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_start_waits_and_says_so_until_the_first_is_killed(tmp_path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-I", "-c", HOLDER, str(path), str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    waits, entered = threading.Event(), threading.Event()

    def second() -> None:
        with SetupLock(path, waits.set):
            entered.set()

    try:
        assert holder.stdout.readline() == b"held\n"
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        assert not entered.is_set()
    finally:
        holder.kill()
        holder.communicate()
    assert entered.wait(10)
    thread.join()


def test_a_wait_can_be_given_up(tmp_path):
    path = tmp_path / "lock"
    with SetupLock(path, lambda: None), pytest.raises(KeyboardInterrupt):  # noqa: SIM117
        with SetupLock(path, lambda: None, give_up=lambda: True):
            pass
