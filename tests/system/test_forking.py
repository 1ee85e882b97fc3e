"""A forked role has nothing of its parent but what is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.system.lock import is_locked
from engine.system.paths import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")

# A program with one role, which says what it finds; it forks itself into that role.
PROGRAM = """
import json, os, signal, sys, threading
sys.path.insert(0, {root!r})
from pathlib import Path
from engine.system import faultpoint
from engine.system.forking import fork_role, why_not_fork
from engine.system.lock import take_lock

def main(argv):
    found = dict(
        argv=argv, environment=dict(os.environ), folder=os.getcwd(), blocked=len(signal.pthread_sigmask(0, [])),
        terminate=signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, armed=faultpoint._ARMED,
        files=sorted(int(name) for name in os.listdir("/proc/self/fd")), name=open("/proc/self/comm").read().strip(),
        words=open("/proc/self/cmdline").read().split(chr(0))[:3])
    Path("found.json").write_text(json.dumps(found))
    os.write(kept, b"kept")
    return 7

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    lock = take_lock(folder / "lock")
    signal.signal(signal.SIGTERM, lambda *_: None)
    reading, kept = os.pipe()
    with open(folder / "log.txt", "wb") as log:
        child = fork_role("worker", folder, {{"A": "b", "MODELYARD_FAULT": "x:raise"}}, output=log.fileno(),
                          keep=[kept], name="rank3")
    before = why_not_fork()
    thread = threading.Thread(target=threading.Event().wait, daemon=True)
    thread.start()
    print(json.dumps([child.wait(20), os.read(reading, 9).decode(), kept, before, why_not_fork()]))
"""


def test_a_copy_starts_as_a_program_of_its_own_would(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(root=str(ROOT)))
    # long enough for the new command line to fit, as main.py's own is
    command = [sys.executable, "-I", str(program), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    status, said, kept, before, after = json.loads(done.stdout)
    assert (status, said) == (7, "kept")
    assert (before, after) == (None, "2 threads")
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["argv"] == ["worker", str(tmp_path)]
    assert found["environment"] == {"A": "b", "MODELYARD_FAULT": "x:raise"}
    assert found["armed"] == "x:raise"
    assert found["folder"] == str(tmp_path)
    assert (found["terminate"], found["blocked"]) == (True, 0)
    assert len(set(found["files"]) - {0, 1, 2, kept}) == 1, "only the listing's own"
    assert found["name"] == "modelyard-rank3"
    assert found["words"] == ["modelyard", "worker", str(tmp_path)]


HOLDER = """
import os, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from engine.system.forking import fork_role
from engine.system.lock import take_lock

def main(argv):
    print("child", os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    lock = take_lock(Path(sys.argv[1]) / "lock")
    fork_role("worker", Path(sys.argv[1]), dict(os.environ))
    time.sleep(60)
"""


def test_a_lock_of_the_parent_ends_with_the_parent(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(HOLDER.format(root=str(ROOT)))
    parent = subprocess.Popen(
        [sys.executable, "-I", str(program), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline().split()[1])
    try:
        assert is_locked(tmp_path / "lock")
        parent.kill()
        parent.wait()
        assert not is_locked(tmp_path / "lock")
    finally:
        os.kill(child, 9)
