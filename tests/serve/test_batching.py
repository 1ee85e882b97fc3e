from hypothesis import given
from hypothesis import strategies as st

from engine.serve.batching import has_room, next_batch


def test_what_fits_goes_together():
    assert next_batch([1, 2, 3], 64) == 3
    assert next_batch([30, 30, 30], 64) == 2
    assert next_batch([64, 1], 64) == 1


def test_a_request_larger_than_a_batch_goes_alone():
    assert next_batch([4096, 1], 64) == 1
    assert next_batch([1, 4096], 64) == 1


def test_an_empty_queue_gives_an_empty_batch():
    assert next_batch([], 64) == 0


@given(sizes=st.lists(st.integers(1, 100), max_size=50), most=st.integers(1, 200))
def test_every_batch_moves_on_and_keeps_the_limit(sizes, most):
    taken = next_batch(sizes, most)
    assert bool(taken) == bool(sizes)
    assert taken == 1 or sum(sizes[:taken]) <= most
    assert taken == len(sizes) or sum(sizes[: taken + 1]) > most or sum(sizes[:taken]) == most or not taken


def test_an_idle_endpoint_takes_any_request():
    assert has_room(0, 4096, 1024)
    assert has_room(1000, 24, 1024)
    assert not has_room(1000, 25, 1024)
