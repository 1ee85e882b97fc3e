"""Which trials are given up: by the median of the finished, by the rungs of Hyperband."""

from collections import Counter

from engine.jobs.groups.pruning import behind_the_median, bracket_of, outside_the_best_third
from engine.schema.job import State
from tests.jobs.groups.parts import curve, part

FINISHED = [part(number, score=1.0, curve=curve(3.0, 2.0, 1.0)) for number in range(3)]


def running(number: int, *scores: float | None):
    return part(number, State.RUNNING, curve=curve(*scores))


def test_a_trial_is_spared_at_first():
    assert behind_the_median("loss", [*FINISHED, running(3, 9.0)], warmup=2) == []
    assert behind_the_median("loss", [*FINISHED, running(3, 9.0, 9.0)], warmup=2) == ["job3"]


def test_the_best_evaluation_so_far_counts_not_the_last():
    assert behind_the_median("loss", [*FINISHED, running(3, 1.5, 9.0)], warmup=1) == []


def test_two_finished_trials_are_no_median():
    assert behind_the_median("loss", [*FINISHED[:2], running(3, 9.0, 9.0)], warmup=1) == []


def test_a_trial_longer_than_all_others_is_compared_with_nobody():
    assert behind_the_median("loss", [*FINISHED, running(3, 9.0, 9.0, 9.0, 9.0)], warmup=1) == []


def test_a_trial_whose_scores_are_not_finite_is_given_up():
    assert behind_the_median("loss", [*FINISHED, running(3, None, None)], warmup=1) == ["job3"]


def test_the_direction_is_the_metrics():
    done = [part(number, score=0.9, curve=curve(0.7, 0.9)) for number in range(3)]
    assert behind_the_median("accuracy", [*done, running(3, 0.1)], warmup=1) == ["job3"]
    assert behind_the_median("accuracy", [*done, running(3, 0.8)], warmup=1) == []


def test_one_that_was_told_to_end_is_not_told_again():
    told = part(3, State.STOPPING, curve=curve(9.0, 9.0), cut="pruned")
    assert behind_the_median("loss", [*FINISHED, told], warmup=1) == []


def test_brackets_are_shared_out_as_hyperband_has_them():
    # s_max = 2: shares of 9, 3·3/2 and 3 configurations, rounded up
    assert Counter(bracket_of(number, 3) for number in range(17)) == {0: 9, 1: 5, 2: 3}


def test_of_those_on_a_rung_the_best_third_goes_on():
    full = part(0, score=5.0, curve=curve(*[5.0] * 9))
    rivals = [running(number, float(number)) for number in range(1, 7)]
    lost = outside_the_best_third("loss", [full, *rivals], warmup=1)
    assert lost == ["job3", "job4", "job5", "job6"]


def test_nobody_is_given_up_before_a_trial_has_shown_how_long_they_are():
    assert outside_the_best_third("loss", [running(n, float(n)) for n in range(6)], warmup=1) == []


def test_a_later_bracket_skips_the_first_rungs():
    full = part(0, score=5.0, curve=curve(*[5.0] * 9))
    late = [number for number in range(17) if bracket_of(number, 3) == 2]
    rivals = [running(number, float(number)) for number in late]
    assert outside_the_best_third("loss", [full, *rivals], warmup=1) == []
