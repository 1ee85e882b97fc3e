from engine.schema.serve import TrafficSecond
from engine.serve.traffic import Traffic, share_of


def test_requests_are_told_apart_by_whose_fault_they_failed():
    traffic = Traffic()
    for status in (200, 200, 422, 499, 429, 503, 500):
        traffic.count(0.1 * status / 100, status)
    traffic.first(0.05)
    traffic.tokens(7, 3)
    traffic.end_second("model", 100.0, waiting=0, memory=5)
    traffic.count(0.3, 200)
    traffic.end_second("model", 101.0, waiting=2, memory=None)
    first, second = traffic.seconds
    assert (first.requests, first.refused, first.failed, first.total) == (7, 2, 2, 7)
    assert (first.prompt_tokens, first.tokens, first.first_p50) == (7, 3, 0.05)
    assert second == TrafficSecond(name="model", time=101.0, requests=1, p50=0.3, p99=0.3, waiting=2, total=8)


def test_quiet_seconds_take_no_room_and_old_ones_go():
    traffic = Traffic()
    traffic.end_second("model", 1.0, waiting=0, memory=5)
    assert not traffic.seconds
    for second in range(300):
        traffic.count(0.1, 200)
        traffic.end_second("model", float(second), waiting=0, memory=5)
    assert [traffic.seconds[0].time, traffic.seconds[-1].time] == [180.0, 299.0]


def test_a_share_is_the_smallest_value_that_so_many_do_not_exceed():
    hundred = [float(number) for number in range(1, 101)]
    assert (share_of(hundred, 0.5), share_of(hundred, 0.99), share_of([3.0], 0.99)) == (50.0, 99.0, 3.0)
    assert share_of([], 0.5) is None
