"""The learning rate over the steps."""

import pytest

from engine.schema.training_spec import ScheduleSpec
from engine.train.schedule import build_schedule


@pytest.mark.parametrize("name", ["constant", "linear", "cosine", "warmup_stable_decay"])
def test_the_peak_is_reached_with_the_last_step_of_the_warm_up(name):
    rate = build_schedule(ScheduleSpec(name=name, warmup_steps=4), 0.1, 20)
    assert [rate(step) for step in range(4)] == pytest.approx([0.025, 0.05, 0.075, 0.1])
    assert rate(4) == pytest.approx(0.1)


def test_falling_schedules_fall_to_nearly_nothing():
    for name in ("linear", "cosine"):
        rate = build_schedule(ScheduleSpec(name=name), 1.0, 100)
        rates = [rate(step) for step in range(100)]
        assert rates == sorted(rates, reverse=True)
        assert rates[0] == 1 and 0 < rates[-1] < 0.02
    assert build_schedule(ScheduleSpec(name="cosine"), 1.0, 100)(50) == pytest.approx(0.5)


def test_a_warm_up_longer_than_the_run_is_cut_by_its_end():
    for name in ("linear", "warmup_stable_decay"):
        rate = build_schedule(ScheduleSpec(name=name, warmup_steps=10), 1.0, 5)
        assert rate(4) == pytest.approx(0.5)


def test_stable_then_decay_stays_at_the_peak_and_falls_along_a_line_over_its_share_of_the_run():
    rate = build_schedule(ScheduleSpec(name="warmup_stable_decay", warmup_steps=10, decay=0.25), 2.0, 100)
    assert [rate(step) for step in (10, 40, 75)] == pytest.approx([2.0, 2.0, 2.0])
    assert [rate(step) for step in (80, 95, 99, 100)] == pytest.approx([1.6, 0.4, 0.08, 0.0])


def test_a_decay_that_would_reach_into_the_warm_up_begins_at_its_end():
    rate = build_schedule(ScheduleSpec(name="warmup_stable_decay", warmup_steps=50, decay=1.0), 1.0, 100)
    assert [rate(step) for step in (49, 50, 75)] == pytest.approx([1.0, 1.0, 0.5])


@pytest.mark.parametrize("name", ["constant", "linear", "cosine", "warmup_stable_decay"])
def test_a_run_of_one_step_takes_it_at_the_peak(name):
    assert build_schedule(ScheduleSpec(name=name), 0.1, 1)(0) == pytest.approx(0.1)
