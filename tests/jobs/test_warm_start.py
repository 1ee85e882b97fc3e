"""The warm process: a run it starts is the same run, and nobody depends on it."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from engine.jobs.launcher import launch, machine_environment
from engine.jobs.warm_start import IDLE_SECONDS, WarmStart
from engine.jobs.watcher import shim_identity
from engine.schema.api import NewJob
from engine.schema.job import ENDED, State
from engine.system.files import read_json, write_json
from engine.system.paths import MAIN, ROOT
from engine.system.processes import Followed, job_marks, processes_of_job
from tests.conftest import wait_for
from tests.fakes.jobs import Yard
from tests.fakes.run_folder import curve_of, on_ranks, regression, write_numbers, write_run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")

LONG = {"epochs": 100_000, "batch_size": 16}


@pytest.fixture
def make_warm(home):
    made = []

    def make(**changes):
        made.append(WarmStart(home, **changes))
        made[-1].warm_up(machine_environment(os.environ))
        wait_for(made[-1].is_ready, 60, "a warm process")
        return made[-1]

    yield make
    for warm in made:
        warm.close()
    for folder in home.runs.iterdir():
        for process in processes_of_job(folder.name, home.root):
            process.kill()


def new_run(home, name, **changes):
    files = write_run(home, name, regression(strategy=on_ranks(2), **changes))
    write_json(files.job, {**read_json(files.job), "attempt": 1})
    return files


def end_of(files, shim):
    wait_for(lambda: shim.poll() is not None, 60, "the end of the run")
    assert processes_of_job(files.id, files.home.root) == []
    return read_json(files.exit)["outcome"]


def test_a_warm_start_gives_the_same_curve_and_leaves_nothing(home, make_warm):
    write_numbers(home)
    warm = make_warm()
    spec = {"model": {"name": "mlp", "hidden": (8,), "dropout": 0.2}}
    quick, slow = new_run(home, "quick", **spec), new_run(home, "slow", **spec)
    shim = launch(quick, 1, MAIN, warm)
    assert isinstance(shim, Followed)
    assert end_of(quick, shim) == "finished"
    other = launch(slow, 1)
    assert isinstance(other, subprocess.Popen)
    assert end_of(slow, other) == "finished"
    assert curve_of(quick) == curve_of(slow)
    assert len(curve_of(quick)) > 10
    wait_for(lambda: not psutil.Process(warm.pid).children(), 10, "no zombie of the shim")


def test_live_runs_outlive_the_warm_process_and_another_takes_its_place(home, make_warm):
    write_numbers(home)
    warm = make_warm()
    files = new_run(home, "long", training=LONG)
    shim = launch(files, 1, MAIN, warm)
    wait_for(lambda: files.events.exists() and curve_of(files), 60, "steps")
    for process in processes_of_job(files.id, home.root):
        assert job_marks(process) == ("long", str(home.root))
        for connection in process.net_connections(kind="inet"):
            assert connection.laddr.ip.removeprefix("::ffff:") == "127.0.0.1", connection
    os.kill(warm.pid, signal.SIGKILL)
    steps = len(curve_of(files))
    wait_for(lambda: len(curve_of(files)) > steps + 50, 60, "more steps")
    assert len(processes_of_job(files.id, home.root)) == 4
    wait_for(lambda: not warm.is_ready(), 10, "its death is noticed")
    assert warm.start(files, {}) is None
    shim.kill()
    wait_for(lambda: processes_of_job(files.id, home.root) == [], 20, "all end with the shim")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["dead", "frozen"])
def test_a_run_starts_without_a_warm_process_that_does_not_answer(home, make_warm, number):
    write_numbers(home)
    warm = make_warm()
    files = new_run(home, "cold")
    pid = warm.pid
    os.kill(pid, number)
    began = time.monotonic()
    shim = launch(files, 1, MAIN, warm)
    assert time.monotonic() - began < 3
    assert isinstance(shim, subprocess.Popen)
    assert not psutil.pid_exists(pid)
    assert end_of(files, shim) == "finished"


def test_editing_a_spec_makes_the_run_start_warm(home):
    write_numbers(home)
    yard = Yard(home, MAIN)
    try:
        spec = {"kind": "train", "name": "edited", **regression(strategy=on_ranks(2)).model_dump(mode="json")}
        yard.service.check(spec)
        warm = yard.service._keeper._warm
        wait_for(lambda: warm.pid and "warm" in psutil.Process(warm.pid).cmdline(), 60, "a warm process")
        job = yard.service.submit(NewJob(spec=spec, request_id="request-warm"))  # while it still imports
        yard.until(lambda: shim_identity(yard.home.run(job.id), 1) is not None, 60, "its shim", job.id)
        assert psutil.Process(shim_identity(yard.home.run(job.id), 1).pid).ppid() == warm.pid
        assert yard.wait(job.id, *ENDED, seconds=60).state == State.FINISHED
        assert yard.processes(job.id) == []
        pid = warm.pid
    finally:
        yard.service.stop_all()
        yard.close()
    assert not psutil.pid_exists(pid), "it ends with the engine"


ENGINE = """
import os, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from engine.jobs.launcher import machine_environment
from engine.jobs.warm_start import WarmStart
from engine.system.paths import Home
warm = WarmStart(Home(Path(sys.argv[1])))
warm.warm_up(machine_environment(os.environ))
print(warm.pid, flush=True)
time.sleep(60)
"""


def test_it_ends_with_its_engine(home):
    engine = subprocess.Popen(
        [sys.executable, "-c", ENGINE.format(root=str(ROOT)), str(home.root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    warm = psutil.Process(int(engine.stdout.readline()))
    engine.kill()
    engine.wait()
    wait_for(
        lambda: not warm.is_running() or warm.status() == psutil.STATUS_ZOMBIE, 30, "it follows its engine"
    )


def test_it_is_ended_when_nobody_needs_it_and_not_tried_again_at_once_when_it_fails(home):
    now = [100.0]
    warm = WarmStart(home, home.root / "no_such_program.py", clock=lambda: now[0])
    warm.warm_up({})
    first = warm.pid
    wait_for(lambda: not warm.is_getting_ready(), 10, "it fails")
    warm.warm_up({})
    assert warm.pid is None
    now[0] += 61
    warm.warm_up({})
    assert warm.pid not in (None, first)
    now[0] += IDLE_SECONDS + 1
    warm.tend()
    assert warm.pid is None
