"""Real ranks under the supervisor: runs that go on without a rank, ranks that hang, and how soon all begin again."""

import signal
import sys
import time
from pathlib import Path

import pytest

from engine.system.files import read_json, write_json
from engine.system.processes import log_of, processes_of_job
from engine.worker import supervisor
from engine.worker.error_file import first_error
from engine.worker.verdict import cause_of_restart
from tests.fakes.run_folder import (
    curve_of,
    events_of,
    on_ranks,
    regression,
    run_agent,
    start_agent,
    train_here,
    write_numbers,
    write_run,
)

IMPATIENT = Path(__file__).parents[1] / "fakes" / "impatient.py"
LONG = {"epochs": 100_000, "batch_size": 16}
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")


def plan_with(files, **changes):
    write_json(files.plan, {**read_json(files.plan), **changes})


def ranks_of(files):
    found = [(log_of(process.pid), process) for process in processes_of_job(files.id, files.home.root)]
    return {log.stem: process for log, process in found if log is not None and log.stem.startswith("rank")}


def test_ranks_are_copies_that_say_who_they_are(home, wait_until):
    write_numbers(home)
    files = write_run(home, "named", regression(training=LONG, strategy=on_ranks(2)))
    agent = start_agent(files)
    try:
        wait_until(lambda: len(ranks_of(files)) == 2, 60, "two ranks")
        for name, process in ranks_of(files).items():
            assert process.ppid() == agent.pid
            assert process.name() == f"modelyard-{name}"
            assert [word for word in process.cmdline() if word] == ["modelyard", "worker", str(files.root)]
    finally:
        agent.kill()
        agent.communicate()


def test_no_room_for_another_process_is_said(home, monkeypatch):
    def start(*_):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    write_numbers(home)
    files = write_run(home, "crowded", regression(strategy=on_ranks(2)))
    monkeypatch.setattr(supervisor.Group, "start", start)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert supervisor.Supervisor(files, {}, can_fork=False).run() == 1
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    problem = first_error(files)["problem"]
    assert problem["code"] == "start_failed"
    assert problem["params"] == {"reason": "Resource temporarily unavailable"}


def test_a_device_whose_rank_dies_at_every_start_is_left_out(home):
    write_numbers(home)
    spec = regression(strategy=on_ranks(2))
    alone, elastic = write_run(home, "alone", spec), write_run(home, "elastic", spec)
    plan_with(elastic, elastic=True)
    status, output = run_agent(elastic, fault="rank.start:kill9@rank=1")
    assert status == 0, output
    assert "going on without cpu, on 1 ranks" in output
    note = events_of(elastic, "note")[0]["problem"]
    assert (note["code"], note["params"]) == ("device_left_out", {"device": "cpu", "ranks": 1})
    assert events_of(elastic, "started")[-1]["devices"] == ["cpu"]
    plan_with(alone, devices=["cpu"], world_size=1)
    train_here(alone)
    assert curve_of(elastic) == pytest.approx(curve_of(alone), rel=1e-5)


def test_without_elastic_such_a_run_fails_and_names_the_rank(home):
    write_numbers(home)
    files = write_run(home, "rigid", regression(strategy=on_ranks(2)))
    status, output = run_agent(files, fault="rank.start:kill9@rank=1")
    assert status == 1
    assert output.count("starting again") == 3, "the budget of restarts without progress"
    assert first_error(files)["problem"]["code"] == "rank_killed"
    assert first_error(files)["rank"] == 1


@pytest.fixture
def own_signals():
    """The supervisor is a whole process's; here it is a guest."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_an_expendable_rank_is_done_without_while_another_lives(home, monkeypatch, own_signals):
    files = write_run(home, "free", regression(strategy=on_ranks(3)))
    plan_with(files, expendable=[1, 2])
    group = ThreeRanks()
    monkeypatch.setattr(supervisor, "Group", lambda *told: group)
    group.script = [{1: -9}, {}]  # rank 1 dies, then the others leave in order
    assert supervisor.Supervisor(files, {}, can_fork=False).run() == 0
    assert group.starts == 1
    assert cause_of_restart(files).code == "rank_killed"
    assert first_error(files) is None, "it is history"

    group.starts = 0
    group.script = [{1: -9}, {2: -9}, {}]  # the last of them is missed
    assert supervisor.Supervisor(files, {}, can_fork=False).run() == 0
    assert group.starts == 2


class ThreeRanks:
    """A group whose ranks end as the script says, one line a look; after it they have left in order."""

    def __init__(self):
        self.ranks, self.starts, self.script = {}, 0, []

    def start(self, devices, threads, restart, host):
        self.starts += 1
        self.ranks = dict.fromkeys(range(len(devices)))

    def live(self):
        return {rank: _Child(rank) for rank, status in self.ranks.items() if status is None}

    def failed(self):
        line = self.script.pop(0) if self.script else {}
        self.ranks |= line or dict.fromkeys(self.ranks, 0)
        return {rank: status for rank, status in self.ranks.items() if status}

    def go_on_without(self, rank):
        del self.ranks[rank]

    def kill(self):
        self.ranks = dict.fromkeys(self.ranks, -9)


class _Child:
    def __init__(self, rank):
        self.pid = 1 << 22 | rank


def test_a_killed_rank_costs_less_than_three_seconds(home, wait_until):
    write_numbers(home)
    spec = regression(training=LONG, strategy=on_ranks(2), checkpoint={"every_steps": 50})
    files = write_run(home, "again", spec)
    agent = start_agent(files)
    try:
        wait_until(lambda: files.events.exists() and len(curve_of(files)) > 60, 60, "a checkpoint")
        killed = time.time()
        ranks_of(files)["rank1"].kill()
        wait_until(lambda: len(events_of(files, "started")) == 2, 60, "started again")
        wait_until(lambda: _steps_after(files, events_of(files, "started")[1]["seq"]), 60, "a step")
        assert _steps_after(files, events_of(files, "started")[1]["seq"])[0] - killed < 3
        assert cause_of_restart(files).code == "rank_killed"
    finally:
        agent.kill()
        agent.communicate()


def _steps_after(files, seq):
    return [event["time"] for event in events_of(files, "metrics") if event["seq"] > seq]


def test_a_rank_that_hangs_writes_down_where_before_it_is_ended(home):
    write_numbers(home)
    files = write_run(home, "hung", regression(strategy=on_ranks(2)))
    status, output = run_agent(files, fault="loop.step:hang@step=9:rank=1:attempt=1", program=IMPATIENT)
    assert status == 0, output
    said = (files.logs / "rank1.txt").read_text()
    assert "Current thread" in said
    assert "in faultpoint" in said
    assert events_of(files, "note")[0]["problem"]["code"] == "rank_hung"
