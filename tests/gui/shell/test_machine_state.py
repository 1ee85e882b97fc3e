"""An hour of samples as courses of equal steps."""

from engine.schema.machine import Resources, Sample
from gui.state.machine import MachineState, course


def test_a_course_ends_with_the_newest_measurement():
    assert course([(t, float(t)) for t in range(1, 61)], seconds=60, points=60)[-1] == 60.0


def test_a_course_is_empty_before_the_first_measurement():
    means = course([(100.0, 1.0), (101.0, 3.0)], seconds=60, points=60)
    assert means[:-2] == [None] * 58


def test_a_missed_sample_leaves_no_gap_and_a_long_silence_does():
    measured = [(float(t), 1.0) for t in (1, 2, 4, 5, 30, 31)]
    means = course(measured, seconds=31, points=31)
    assert None not in means[1:6]
    assert None in means[8:28]


def test_only_samples_newer_than_the_last_are_taken_and_an_hour_is_kept(connection):
    state = MachineState(connection)
    state.apply(Resources(samples=(Sample(time=10), Sample(time=20))))
    state.apply(Resources(samples=(Sample(time=20), Sample(time=21))))
    assert [sample.time for sample in state.samples] == [10, 20, 21]
    state.apply(Resources(samples=(Sample(time=3700),)))
    assert [sample.time for sample in state.samples] == [3700]
