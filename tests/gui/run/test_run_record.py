"""The fold of a run's events."""

import importlib.util
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from gui.state.run import RunState
from gui.state.run_record import RunRecord

_SPEC = importlib.util.spec_from_file_location(
    "run_events", Path(__file__).parents[2] / "fakes" / "run_events.py"
)
fake = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fake)


def folded(script):
    record = RunRecord()
    record.apply(script.events)
    return record


def test_a_finished_run_has_every_step_once():
    record = folded(fake.finished_run(600))
    assert record.series["loss"].steps.tolist() == list(range(1, 601))
    assert record.step == 600
    assert record.ended["outcome"] == "finished"
    assert record.final("test")["loss"] == pytest.approx(record.final("validation")["loss"])
    assert len(record.ranks) == 2


def test_a_resumed_run_has_the_curve_of_one_that_was_never_killed():
    resumed, whole = (
        folded(fake.resumed_run(600, died_at=340, resumed_from=300)),
        folded(fake.finished_run(600)),
    )
    for name in ("loss", "validation_loss"):
        assert resumed.series[name].steps.tolist() == whole.series[name].steps.tolist()
        assert np.array_equal(resumed.series[name].values, whole.series[name].values)
    assert len(resumed.attempts) == 2
    assert [row["step"] for row in resumed.checkpoints] == [100, 200, 300, 400, 500, 600]


def test_time_never_runs_backwards_after_a_resume():
    times = folded(fake.resumed_run(600)).series["loss"].times
    assert (np.diff(times) >= 0).all()


def test_the_same_events_in_other_portions_give_the_same_record():
    events = fake.resumed_run(400).events
    one_by_one = RunRecord()
    for event in events:
        one_by_one.apply([event])
    at_once = RunRecord()
    at_once.apply(events)
    assert np.array_equal(one_by_one.series["loss"].values, at_once.series["loss"].values)
    assert one_by_one.evaluations == at_once.evaluations


def test_events_seen_twice_change_nothing():
    script = fake.finished_run(200)
    record = folded(script)
    metrics = [event for event in script.events if event["kind"] == "metrics"]
    record.apply(metrics)
    assert record.series["loss"].steps.tolist() == list(range(1, 201))


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"kind": None},
        {"kind": "from_a_newer_version", "x": 1},
        {"kind": "metrics"},
        {"kind": "metrics", "first_step": "x", "values": {"loss": [1]}},
        {"kind": "metrics", "first_step": 1, "values": {}},
        {"kind": "metrics", "first_step": 1, "values": {"loss": ["a"]}},
        {"kind": "ranks", "ranks": [{"nobody": 0}]},
        {"kind": "evaluation", "values": None},
        {"kind": "started"},
        {"kind": "checkpoint"},
    ],
)
def test_what_cannot_be_read_is_passed_over(event):
    script = fake.RunScript(100).start().steps(1, 50)
    record = RunRecord()
    record.apply([*script.events, event])
    record.apply(fake.RunScript(100).steps(51, 60).events)
    assert len(record.series["loss"]) == 60


def test_a_loss_that_is_not_finite_is_a_gap():
    record = RunRecord()
    record.apply([{"kind": "metrics", "first_step": 1, "elapsed": 1.0, "values": {"loss": [2.0, None, 1.0]}}])
    values = record.series["loss"].values
    assert math.isnan(values[1])
    assert record.loss == 1.0


def folded_ranks(*figures):
    rows = [{"rank": rank, "device": "cpu", **known} for rank, known in enumerate(figures)]
    return folded(fake.RunScript(100).start().say("ranks", step=1, ranks=rows))


def test_a_straggler_is_what_the_run_found_and_nothing_is_guessed():
    script = fake.RunScript(100).start().steps(1, 50).rank_rows(50, slow=1)
    assert folded(script).straggler is None
    script.say("straggler", step=50, rank=1, slower=0.18, cause="slow_data", params={})
    assert folded(script).straggler["rank"] == 1
    assert folded(script.start(50)).straggler is None


def test_figures_of_the_ranks_count_where_they_are_known():
    record = folded_ranks({"flops": 2e9, "peak_share": 0.3}, {"flops": 1e9}, {})
    assert record.over_ranks("flops") == 3e9 and record.of_a_rank("peak_share") == 0.3
    assert record.energy is None and record.of_a_rank("hidden") is None


def test_ranks_on_one_device_used_its_energy_together():
    assert folded_ranks({"energy": 10.0}, {"energy": 10.0}).energy == 10.0
    assert folded_ranks({"energy": 10.0}, {"energy": 4.0, "device": "cuda:1"}).energy == 14.0


def test_a_server_takes_no_steps_and_thins_no_part_of_them_out():
    worker, server = {"parts": {"forward": 0.2}}, {"parts": {"forward": 0.0}, "role": "server"}
    assert folded_ranks(worker, server).parts() == {"forward": 0.2}


def test_a_run_that_counts_tokens_has_its_throughput_in_them():
    script = fake.RunScript(100)
    script.start().events[0].update(units="tokens", units_per_row=256)
    rows = folded(fake.RunScript(100).start().steps(1, 10)).series["throughput"].last
    record = folded(script.steps(1, 10))
    assert record.units == "tokens" and record.series["throughput"].last == pytest.approx(256 * rows)


def test_the_parts_of_a_step_add_up_to_the_step():
    parts = folded(fake.RunScript(200, step_seconds=0.05).start().steps(1, 200)).parts()
    assert sum(parts.values()) == pytest.approx(0.05)


def test_a_replay_of_100_000_lines_leaves_the_window_responsive(qtbot):
    from time import thread_time  # the work done between two turns, whatever else the machine does

    from PySide6.QtCore import QTimer

    script = fake.RunScript(100_000, epoch=10**9).start()
    for step in range(1, 100_001):
        script._lot(step, 1)
    state = RunState()
    beats = [thread_time()]
    heart = QTimer(interval=0)
    heart.timeout.connect(lambda: beats.append(thread_time()))
    heart.start()
    with qtbot.waitSignal(state.caught_up, timeout=60_000):
        for start in range(0, len(script.events), 5000):
            state.receive(script.events[start : start + 5000])
    heart.stop()
    assert len(state.record.series["loss"]) == 100_000
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(beats))
    assert gaps[int(len(gaps) * 0.98)] <= 0.05


def test_the_speed_of_a_report_is_its_rows_over_its_time():
    record = RunRecord()
    speeds = [100.0, 300.0, None]
    record.apply(
        [{"kind": "metrics", "first_step": 1, "elapsed": 1.0, "values": {"samples_per_second": speeds}}]
    )
    assert record.series["throughput"].values.tolist() == [150.0]
    assert record.series["throughput"].steps.tolist() == [3]
