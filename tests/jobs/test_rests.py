"""An endpoint that dies at once rests longer each time; one that was healthy starts again at once."""

from engine.jobs.rests import Rests


def test_each_job_rests_by_itself_until_its_time_is_over_or_somebody_wants_it():
    now = [100.0]
    rests = Rests(lambda: now[0])
    for _ in range(3):
        rests.after("a", lived=1.0)
    rests.after("b", lived=1.0)
    now[0] += 0.3
    assert (rests.is_resting("a"), rests.is_resting("b"), rests.is_resting("c")) == (True, False, False)
    rests.forget("a")
    assert not rests.is_resting("a")
    rests.after("a", lived=0.0)
    now[0] += 0.21
    assert not rests.is_resting("a"), "a start that a person asked for begins anew"
