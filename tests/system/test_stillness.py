"""Who is found to hang: nobody that computes, everybody that only waits, and first of all who was stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engine.system.stillness import Patience, Stillness, is_stopped
from tests.conftest import wait_for


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start() -> Iterator:
    started: list[subprocess.Popen] = []

    def _start(code: str) -> psutil.Process:
        command = [sys.executable, "-I", "-S", "-c", f"print(flush=True); {code}"]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        started[-1].stdout.readline()  # what starting costs is behind it
        return psutil.Process(started[-1].pid)

    yield _start
    for process in started:
        process.kill()
        process.communicate()


def _used(process: psutil.Process) -> float:
    return sum(process.cpu_times()[:2])


def test_patience_ends_when_something_holds_for_long(clock: Clock):
    patience = Patience(3, clock)
    answers = []
    for holds in (True, True, False, True, True, True):
        clock.now += 1
        answers.append(patience.is_over(holds))
    assert answers == [False, False, False, False, False, True]


def test_a_machine_that_slept_for_a_day_has_not_waited_for_a_day(clock: Clock):
    patience = Patience(60, clock)
    clock.now += 86_400
    assert not patience.is_over(True)


def test_processes_that_all_wait_are_found(clock: Clock, start):
    waiting = [start("import time; time.sleep(600)") for _ in range(2)]
    stillness = Stillness(5, clock)
    found = _looks(stillness, clock, 8, [process.pid for process in waiting])
    assert found[:5] == [[]] * 5, "the first look only learns who there is"
    assert set(found[-1]) == {process.pid for process in waiting}


def test_the_one_that_was_stopped_is_to_blame(clock: Clock, start):
    waiting, stopped = (start("import time; time.sleep(600)") for _ in range(2))
    stopped.suspend()
    wait_for(lambda: is_stopped(stopped.pid), 5, "stopped")
    assert _looks(Stillness(5, clock), clock, 8, [waiting.pid, stopped.pid])[-1] == [stopped.pid]


def test_one_that_computes_vouches_for_the_others(clock: Clock, start):
    waiting, busy = start("import time; time.sleep(600)"), start("any(iter(int, 1))")
    stillness = Stillness(3, clock)
    for _ in range(6):
        before = _used(busy)
        wait_for(lambda before=before: _used(busy) > before + 0.05, 20, "it computes")
        clock.now += 1
        assert stillness.culprits([waiting.pid, busy.pid]) == []


def test_a_new_start_is_not_blamed_for_the_one_before(clock: Clock, start):
    first, second = (start("import time; time.sleep(600)") for _ in range(2))
    stillness = Stillness(3, clock)
    assert _looks(stillness, clock, 6, [first.pid])[-1] == [first.pid]
    assert _looks(stillness, clock, 1, [second.pid]) == [[]]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="states of threads")
def test_one_whose_thread_waits_for_the_disk_is_at_work(clock: Clock, start, tmp_path):
    """Stands in for a slow disk: whoever spawns a program waits as for one until the program has begun."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    spawn = f"os.posix_spawn('/bin/true', ['true'], {{}}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, {str(gate)!r}, 0, 0)])"
    process = start(
        f"import os, threading, time; threading.Thread(target=lambda: {spawn}).start(); time.sleep(600)"
    )
    try:
        states = Path(f"/proc/{process.pid}/task").glob
        wait_for(lambda: any(") D " in s.read_text() for s in states("*/stat")), 10, "a thread at the gate")
        assert _looks(Stillness(3, clock), clock, 6, [process.pid]) == [[]] * 6
    finally:
        os.close(os.open(gate, os.O_RDWR))


def _looks(stillness: Stillness, clock: Clock, times: int, pids: list[int]) -> list[list[int]]:
    found = []
    for _ in range(times):
        clock.now += 1
        found.append(stillness.culprits(pids))
    return found
