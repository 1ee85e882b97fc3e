"""An endpoint that dies at once rests longer each time; one that was healthy starts again at once."""

from engine.jobs.rests import Rests
from engine.system.backoff import next_wait


def test_waits_double_up_to_half_a_minute():
    waits = [next_wait(None, 0.0)]
    while len(waits) < 10:
        waits.append(next_wait(waits[-1], 0.0))
    assert waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert waits[-2:] == [30.0, 30.0]


def test_a_minute_of_health_forgets_what_was_before():
    assert next_wait(30.0, 59.9) == 30.0
    assert next_wait(30.0, 60.0) == 0.2


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
