"""What died at once waits longer each time before it is started again."""

from engine.system.backoff import next_wait


def test_each_death_in_a_row_waits_twice_as_long_up_to_half_a_minute():
    waits, wait = [], None
    for _ in range(9):
        waits.append(wait := next_wait(wait, 1.0))
    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0]


def test_a_minute_of_health_forgives_all():
    assert next_wait(30.0, 59.9) == 30.0
    assert next_wait(30.0, 60.0) == 0.2
