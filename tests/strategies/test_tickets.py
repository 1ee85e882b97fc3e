"""Who works on which slice, and who must wait so that no gradient is too old."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.train.strategy.parameter_server.staleness import Gate
from engine.train.strategy.parameter_server.tickets import Seen, Tickets


def test_tickets_are_handed_out_in_order_up_to_the_limit():
    tickets = Tickets(first=6)
    assert not tickets.has_one
    tickets.limit = 8
    assert [tickets.take(0), tickets.take(1)] == [6, 7]
    assert not tickets.has_one


def test_what_a_lost_worker_held_is_handed_out_again_even_beyond_the_limit():
    tickets = Tickets(first=0)
    tickets.limit = 2
    tickets.take(0), tickets.take(1)
    tickets.settle(1)
    tickets.give_back(0)
    assert tickets.has_one
    assert tickets.take(1) == 0
    assert not tickets.has_one


def test_a_worker_lost_between_two_tickets_gives_nothing_back():
    tickets = Tickets(first=0)
    tickets.limit = 1
    tickets.take(0)
    tickets.settle(0)
    tickets.give_back(0)
    assert not tickets.has_one


@given(st.permutations(range(12)))
def test_a_server_takes_each_ticket_once_in_whatever_order(order):
    seen = Seen(first=0)
    assert all(seen.add(ticket) for ticket in order)
    assert not any(seen.add(ticket) for ticket in order)


@settings(max_examples=200)
@given(
    st.integers(0, 6), st.integers(1, 5), st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=120)
)
def test_no_push_is_staler_than_the_bound_and_somebody_can_always_go_on(bound, workers, events):
    """Workers pull, push and are lost in any order; who must wait tries again later."""
    gate, working = Gate(bound), set()
    for worker, is_lost in events:
        worker %= workers
        if worker not in working:
            if gate.may_pull():
                gate.pull(worker)
                working.add(worker)
        elif is_lost:
            gate.drop(worker)
            working.remove(worker)
        elif gate.may_push(worker):
            assert gate.push(worker) <= bound
            working.remove(worker)
        assert any(gate.may_push(other) for other in working) if working else gate.may_pull()


def test_without_a_bound_nobody_waits():
    gate = Gate()
    gate.pull(0)
    for _ in range(50):
        gate.pull(1)
        assert gate.may_push(1)
        gate.push(1)
    assert gate.push(0) == 50
