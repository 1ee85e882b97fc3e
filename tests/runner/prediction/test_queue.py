from hypothesis import given
from hypothesis import strategies as st

from engine.runner.exchange import Frame, Kind
from engine.runner.prediction.queue import Queue


def queue_of(sizes, most):
    queue = Queue(most, lambda asked: list(range(int(asked.payload))))
    for number, size in enumerate(sizes):
        queue.add(Frame(Kind.PREDICT, number, str(size).encode()))
    return queue


def sizes_of(pieces):
    return [len(piece.inputs) for piece in pieces]


def test_what_fits_goes_together():
    assert sizes_of(queue_of([1, 2, 3], 64).take()) == [1, 2, 3]
    assert sizes_of(queue_of([30, 30, 30], 64).take()) == [30, 30]
    assert sizes_of(queue_of([64, 1], 64).take()) == [64]
    assert queue_of([], 64).take() == []


def test_a_request_larger_than_a_batch_takes_turns_with_the_others():
    queue = queue_of([10, 1, 1], 4)
    turns = [[(piece.asked.number, len(piece.inputs)) for piece in queue.take()] for _ in range(4)]
    assert turns == [[(0, 4)], [(1, 1), (2, 1)], [(0, 4)], [(0, 2)]]
    assert not queue and queue.take() == []


def test_the_inputs_of_a_large_request_come_in_order():
    queue = queue_of([10], 4)
    pieces = [piece for _ in range(3) for piece in queue.take()]
    assert [piece.start for piece in pieces] == [0, 4, 8]
    assert [value for piece in pieces for value in piece.inputs] == list(range(10))
    assert [piece.asked.ends for piece in pieces] == [True] * 3, "all of it has begun by now"


def test_what_nobody_wants_any_more_is_not_taken():
    queue = queue_of([1, 10, 1], 4)
    queue.cancel(0)
    assert sizes_of(queue.take()) == [4]
    queue.cancel(1)
    assert sizes_of(queue.take()) == [1]
    assert not queue


def test_a_number_that_was_cancelled_may_come_again():
    queue = queue_of([1], 4)
    queue.cancel(0)
    queue.add(Frame(Kind.PREDICT, 0, b"2"))
    assert sizes_of(queue.take()) == [2]
    assert queue.take() == []


def test_a_body_is_read_when_its_turn_comes_and_not_before():
    read = []

    def reading(asked):
        read.append(asked.number)
        return None if asked.number == 1 else [0] * 3

    queue = Queue(4, reading)
    for number in range(4):
        queue.add(Frame(Kind.PREDICT, number, b""))
    assert sizes_of(queue.take()) == [3]
    assert read == [0, 1, 2], "the one that did not fit was read, the one behind it was not"
    assert sizes_of(queue.take()) == [3]
    assert read == [0, 1, 2, 3]


@given(sizes=st.lists(st.integers(1, 100), max_size=50), most=st.integers(1, 40))
def test_every_batch_moves_on_and_keeps_the_limit(sizes, most):
    queue = queue_of(sizes, most)
    seen = [0] * len(sizes)
    while queue:
        pieces = queue.take()
        assert 0 < sum(sizes_of(pieces)) <= most
        for piece in pieces:
            assert piece.start == seen[piece.asked.number]
            seen[piece.asked.number] += len(piece.inputs)
    assert seen == sizes
