"""A process is ours by its mark alone, and is ended only when its job is certainly dead."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from engine.schema.job import State
from engine.schema.problem import UserError
from engine.system.monitor import Monitor
from engine.system.process_table import ProcessTable
from engine.system.processes import HOME_VARIABLE, JOB_VARIABLE
from tests.fakes.nvml import fake_nvml
from tests.fakes.service import FakeService

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def service(tmp_path):
    return FakeService(tmp_path / "home")


@pytest.fixture
def table(service, monkeypatch):
    monkeypatch.setattr("engine.system.process_table.FRESH_SECONDS", 0)
    return ProcessTable(service.home.root, Monitor(service.home.root, fake_nvml(1)), service.jobs)


@pytest.fixture
def start(service):
    """Start a sleeping process with marks of a job; it is ended afterwards."""
    started = []

    def start_one(job: str, *words: str, home: str | None = None, **environment: str) -> psutil.Process:
        marks = {JOB_VARIABLE: job, HOME_VARIABLE: home or str(service.home.root), **environment}
        child = subprocess.Popen([sys.executable, "-c", SLEEP, *words], env={**os.environ, **marks})
        started.append(child)
        return psutil.Process(child.pid)

    yield start_one
    for child in started:
        child.kill()
        child.wait()


def row_of(table, process, wait_until):
    wait_until(lambda: any(row.pid == process.pid for row in table.rows()), 30)
    return next(row for row in table.rows() if row.pid == process.pid)


def test_the_engine_is_there_itself(table):
    row = table.rows()[0]
    assert (row.pid, row.belongs, row.can_end) == (os.getpid(), "engine", False)


def test_a_process_of_a_live_run_belongs_to_it(table, service, start, wait_until):
    service.add("a")
    row = row_of(table, start("a", "worker", RANK="1"), wait_until)
    assert (row.belongs, row.job, row.job_name, row.role, row.can_end) == ("run", "a", "a", "rank 1", False)
    assert row.memory > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")
def test_a_forked_process_is_known_by_the_log_it_prints_to(table, service, wait_until):
    service.add("a")
    logs = service.home.run("a").logs
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "rank1.txt").open("wb") as log:
        child = subprocess.Popen([sys.executable, "-c", SLEEP, "worker"], stdout=log)
    try:
        process = psutil.Process(child.pid)
        wait_until(lambda: row_of(table, process, wait_until).role, 30)
        row = row_of(table, process, wait_until)
        assert (row.belongs, row.job, row.role, row.can_end) == ("run", "a", "rank 1", False)
    finally:
        child.kill()
        child.wait()


def test_a_process_seen_at_its_birth_is_asked_for_its_role_again(
    table, service, start, wait_until, monkeypatch
):
    service.add("a")
    process = start("a", "shim")
    with monkeypatch.context() as birth:
        birth.setattr(psutil.Process, "cmdline", lambda process: [])
        assert row_of(table, process, wait_until).role is None
    assert row_of(table, process, wait_until).role == "shim"


@pytest.mark.parametrize("state", [State.WAITING, State.STARTING, State.PAUSING, State.STOPPING])
def test_a_job_that_may_still_need_it_keeps_it(table, service, start, wait_until, state):
    service.add("a", state)
    assert not row_of(table, start("a"), wait_until).can_end


@pytest.mark.parametrize("state", [State.FINISHED, State.FAILED, State.STOPPED])
def test_what_outlives_its_job_is_left_over_and_can_be_ended(table, service, start, wait_until, state):
    service.add("a", state, ended=time.time() - 60)
    process = start("a", "shim")
    row = row_of(table, process, wait_until)
    assert (row.belongs, row.role, row.can_end) == ("left_over", "shim", True)
    table.end_left_over(row.pid, row.started)
    wait_until(lambda: process.status() == psutil.STATUS_ZOMBIE, 30)
    assert all(other.pid != process.pid for other in table.rows())


def test_a_job_that_has_just_ended_has_a_moment_to_go_by_itself(table, service, start, wait_until):
    service.add("a", State.FINISHED, ended=time.time())
    assert not row_of(table, start("a"), wait_until).can_end


def test_a_job_nobody_knows_is_dead(table, start, wait_until):
    assert row_of(table, start("deleted"), wait_until).can_end


def test_a_process_of_another_home_is_not_ours(table, start, wait_until):
    process = start("a", home="/another/home")
    wait_until(lambda: process.environ().get(HOME_VARIABLE) == "/another/home")  # it has begun
    assert all(row.pid != process.pid for row in table.rows())
    with pytest.raises(UserError) as error:
        table.end_left_over(process.pid, process.create_time())
    assert error.value.problems[0].code == "process_unknown"
    assert process.is_running()


def test_a_live_run_is_not_ended_from_here(table, service, start, wait_until):
    service.add("a")
    row = row_of(table, start("a"), wait_until)
    with pytest.raises(UserError) as error:
        table.end_left_over(row.pid, row.started)
    assert error.value.problems[0].code == "process_not_allowed"


def test_a_reused_pid_is_not_ended(table, service, start, wait_until):
    row = row_of(table, start("deleted"), wait_until)
    with pytest.raises(UserError) as error:
        table.end_left_over(row.pid, row.started - 100)
    assert error.value.problems[0].code == "process_unknown"


def test_nobody_can_end_the_engine(table):
    with pytest.raises(UserError):
        table.end_left_over(os.getpid(), psutil.Process().create_time())


def test_a_stranger_on_a_gpu_is_shown_and_never_ended(table, start):
    stranger = start("x", home="/elsewhere")
    table._monitor.nvml._library.processes = [SimpleNamespace(pid=stranger.pid, usedGpuMemory=5 << 20)]
    row = next(row for row in table.rows() if row.pid == stranger.pid)
    assert (row.belongs, row.devices, row.device_memory, row.can_end) == (
        "other",
        ("cuda:0",),
        5 << 20,
        False,
    )


def test_a_second_look_is_cheap(table):
    table.rows()
    began = time.process_time()
    for _ in range(10):
        table.rows()
    assert (time.process_time() - began) / 10 < 0.02
