"""Who holds the others up, and why; and who takes the processor."""

import subprocess
import sys
import time

import pytest

from engine.schema.event import RankRow
from engine.train.straggler import LOOKS, Symptoms, Verdict, Watch, named, slowest
from engine.train.strangers import Neighbourhood, Stranger


def rank(number, own, sync=0.0, data=0.0, role="worker"):
    parts = {"data": data, "forward": own - data, "sync": sync}
    return RankRow(rank=number, device="cpu", step_seconds=own + sync, parts=parts, role=role)


def looks(watch, rows, symptoms=None, times=LOOKS):
    return [watch.look(rows, symptoms or {}) for _ in range(times)]


def test_waiting_for_others_is_not_slowness():
    rows = [rank(0, 0.10, sync=0.05), rank(1, 0.15)]
    row, slower = slowest(rows, {})
    assert row.rank == 1
    assert slower == pytest.approx(0.5)


def test_a_rank_that_waits_within_its_passes_is_known_by_its_thread():
    rows = [rank(0, 0.2), rank(1, 0.2)]  # in a pipeline both seem to compute all the time
    row, slower = slowest(rows, {0: Symptoms(own=0.1), 1: Symptoms(own=0.19)})
    assert row.rank == 1
    assert slower == pytest.approx(0.9)


def test_a_server_is_no_straggler():
    assert slowest([rank(0, 0.1), rank(1, 0.1), rank(2, 0.5, role="server")], {}) is None


def test_one_slow_lot_is_an_accident():
    watch = Watch()
    even, uneven = [rank(0, 0.1), rank(1, 0.1)], [rank(0, 0.1), rank(1, 0.2)]
    told = [watch.look(rows, {}) for rows in (even, uneven, even, uneven, even)]
    assert told == [None] * 5


def test_it_is_told_once_and_so_is_its_end():
    watch = Watch()
    slow, even = [rank(0, 0.1), rank(1, 0.2)], [rank(0, 0.1), rank(1, 0.1)]
    told = looks(watch, slow, times=3 * LOOKS)
    assert [verdict for verdict in told if verdict] == [Verdict(1, pytest.approx(1.0), "unknown")]
    over = looks(watch, even, times=3 * LOOKS)
    assert [verdict for verdict in over if verdict] == [Verdict(1, 0.0, "over")]


@pytest.mark.parametrize(
    ("rows", "symptoms", "cause"),
    [
        ([rank(0, 0.1), rank(1, 0.2, data=0.09)], Symptoms(throttled=True, temperature=90), "slow_data"),
        ([rank(0, 0.1), rank(1, 0.2)], Symptoms(throttled=True, temperature=90), "hot_device"),
        ([rank(0, 0.1), rank(1, 0.2)], Symptoms(processor=0.5), "other_process"),
        ([rank(0, 0.1), rank(1, 0.2)], Symptoms(processor=0.99), "unknown"),
    ],
)
def test_the_cause_is_what_explains_the_gap(rows, symptoms, cause):
    assert looks(Watch(), rows, {1: symptoms})[-1].cause == cause


def test_a_process_is_named_only_if_there_is_one():
    verdict = Verdict(1, 0.4, "other_process")
    assert named(verdict, None).cause == "unknown"
    assert named(verdict, Stranger("blender", 7, 0.9)).params == {"name": "blender", "pid": 7}


def test_the_busiest_stranger_is_found():
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        neighbourhood = Neighbourhood()
        deadline = time.monotonic() + 20
        found = None
        while found is None or found.pid != busy.pid:
            assert time.monotonic() < deadline, found
            neighbourhood.look()
            busy_for(0.3)
            found = neighbourhood.busiest("some-run")
        assert found.share > 0.2
    finally:
        busy.kill()
        busy.wait()


def busy_for(seconds):
    """Let the others compute meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
