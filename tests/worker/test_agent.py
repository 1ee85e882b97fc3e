"""The real agent and real ranks: what they open, how they end, what they leave."""

import signal
import time

import psutil
import pytest

from engine.system.processes import log_of, processes_of_job
from engine.worker.error_file import first_error
from tests.fakes.run_folder import (
    curve_of,
    events_of,
    on_ranks,
    outcome_of,
    regression,
    run_agent,
    start_agent,
    train_here,
    write_numbers,
    write_run,
)

LONG = {"epochs": 100_000, "batch_size": 16}


@pytest.fixture
def endless(home):
    """A live run on two ranks that would take an hour, past its first steps."""
    write_numbers(home)
    files = write_run(
        home, "endless", regression(training=LONG, strategy=on_ranks(2), checkpoint={"every_steps": 50})
    )
    agent = start_agent(files)
    yield files, agent
    agent.kill()
    agent.communicate()


def ranks_of(files, agent):
    return [process for process in processes_of_job(files.id, files.home.root) if process.pid != agent.pid]


def has_steps(files, more_than=0):
    return lambda: files.events.exists() and len(curve_of(files)) > more_than


def test_nothing_listens_beyond_this_machine_and_nothing_outlives_the_agent(endless, wait_until):
    files, agent = endless
    wait_until(has_steps(files), 60, "first steps")
    ranks = ranks_of(files, agent)
    assert len(ranks) == 2
    for process in (*ranks, psutil.Process(agent.pid)):
        for connection in process.net_connections(kind="inet"):
            assert connection.laddr.ip.removeprefix("::ffff:") == "127.0.0.1", connection
    agent.kill()
    wait_until(lambda: not ranks_of(files, agent), 30, "ranks end with their agent")


def test_a_terminated_agent_has_its_ranks_save_first(endless, wait_until):
    files, agent = endless
    wait_until(has_steps(files), 60, "first steps")
    agent.send_signal(signal.SIGTERM)
    output, _ = agent.communicate(timeout=30)
    assert agent.returncode == 0, output
    assert outcome_of(files.outcome) == "paused"
    last = events_of(files, "ended")[-1]["step"]
    assert events_of(files, "checkpoint")[-1]["step"] == last == max(curve_of(files))
    assert not ranks_of(files, agent)


def test_a_stopped_rank_is_not_waited_for_when_another_fails(endless, wait_until):
    files, agent = endless
    wait_until(has_steps(files, 60), 60, "a checkpoint")
    first, second = sorted(ranks_of(files, agent), key=lambda process: log_of(process.pid).name)
    second.suspend()
    began = time.monotonic()
    first.kill()
    wait_until(lambda: not (first.is_running() or second.is_running()), 30, "both gone")
    wait_until(lambda: len(events_of(files, "started")) == 2, 60, "started again")
    assert time.monotonic() - began < 25  # torch would grant the stopped one 30 s
    assert events_of(files, "started")[1]["step"] >= 50


def test_an_error_that_comes_again_is_not_tried_for_ever(home):
    write_numbers(home)
    files = write_run(home, "raises", regression(strategy=on_ranks(2)))
    status, output = run_agent(files, fault="loop.step:raise@step=9:rank=1")
    assert status == 1
    assert output.count("starting again") == 1, output
    cause = first_error(files)
    assert cause["rank"] == 1
    assert cause["problem"]["code"] == "rank_failed"
    assert "InjectedFault" in cause["traceback"]


def test_what_a_person_must_mend_fails_at_once(home):
    write_numbers(home)
    files = write_run(home, "wrong", regression(data={"target": "kind"}))
    status, output = run_agent(files)
    assert status == 1
    assert "starting again" not in output
    assert first_error(files)["problem"] == {
        "code": "target_not_number",
        "field": "data.target",
        "params": {"column": "kind"},
        "severity": "error",
    }


def test_a_run_that_died_goes_on_under_a_new_agent(home):
    write_numbers(home)
    spec = regression(model={"name": "mlp", "hidden": (8,), "dropout": 0.2})
    whole, died = write_run(home, "whole", spec), write_run(home, "died", spec)
    train_here(whole)
    agent = start_agent(died, fault="loop.step:stop@step=18:attempt=1")
    while not (died.events.exists() and events_of(died, "checkpoint")):
        assert agent.poll() is None
        time.sleep(0.02)
    agent.kill()
    agent.communicate()
    status, output = run_agent(died, attempt=2)
    assert status == 0, output
    assert curve_of(died) == curve_of(whole)
