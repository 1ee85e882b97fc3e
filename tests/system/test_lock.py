"""A lock that one process holds for its life."""

import os
import subprocess
import sys
from pathlib import Path

from engine.system.lock import is_locked, take_lock
from engine.system.paths import ROOT
from tests.conftest import wait_for


def test_the_second_does_not_get_it_until_the_first_lets_go(tmp_path: Path):
    path = tmp_path / "lock"
    assert not is_locked(path)
    first = take_lock(path)
    assert is_locked(path)
    assert take_lock(path) is None
    os.close(first)
    assert not is_locked(path)


def test_a_killed_holder_holds_nothing(tmp_path: Path):
    path = tmp_path / "lock"
    code = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path; from engine.system.lock import take_lock\n"
        f"take_lock(Path({str(path)!r})); print(flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-I", "-c", code], stdout=subprocess.PIPE)
    holder.stdout.readline()
    assert is_locked(path)
    holder.kill()
    holder.wait()
    wait_for(lambda: not is_locked(path), 5)
