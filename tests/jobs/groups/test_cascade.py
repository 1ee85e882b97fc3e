"""Parts pause, stop and go on with their group."""

from engine.jobs.groups.cascade import Cascade, cascade
from engine.schema.job import State
from tests.jobs.groups.parts import part

PARTS = [
    part(0),
    part(1, State.RUNNING),
    part(2, State.WAITING),
    part(3, State.PAUSED),
    part(4, State.STOPPING),
]


def test_a_pausing_group_pauses_what_runs_and_what_waits():
    assert cascade(State.PAUSING, 1, PARTS) == Cascade(pause=("job1", "job2"))


def test_it_has_paused_when_nothing_is_under_way():
    assert cascade(State.PAUSING, 1, [part(0), part(3, State.PAUSED)]).reached == State.PAUSED
    assert cascade(State.PAUSING, 1, [part(3, State.PAUSING)]).reached is None


def test_a_stopping_group_stops_all_that_has_not_ended():
    assert cascade(State.STOPPING, 1, PARTS) == Cascade(stop=("job1", "job2", "job3"))
    assert cascade(State.STOPPING, 1, [part(0), part(1, State.STOPPED)]).reached == State.STOPPED


def test_a_group_that_is_over_leaves_nothing_running():
    assert cascade(State.FAILED, 1, PARTS).stop == ("job1", "job2", "job3")


def test_a_group_that_goes_on_takes_its_paused_parts_along():
    asked = cascade(State.WAITING, 1, [part(2, State.WAITING), part(3, State.PAUSED)])
    assert (asked.resume, asked.reached) == (("job3",), None)


def test_it_runs_once_a_part_does():
    assert cascade(State.WAITING, 1, [part(0, State.STARTING)]).reached == State.RUNNING


def test_parts_that_failed_are_tried_again_once_for_each_attempt_of_the_group():
    failed, given_up = part(0, State.FAILED), part(1, State.STOPPED, cut="pruned")
    assert cascade(State.WAITING, 2, [failed, given_up]).retry == ("job0",)
    assert cascade(State.WAITING, 1, [failed, given_up]).retry == ()
    assert cascade(State.WAITING, 2, [part(0, State.FAILED, attempt=2)]).retry == ()


def test_a_part_with_a_reason_to_end_is_told_so_again_by_the_next_engine():
    assert cascade(State.RUNNING, 1, [part(0, State.RUNNING, cut="pruned")]).stop == ("job0",)
