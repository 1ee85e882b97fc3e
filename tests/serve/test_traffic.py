from engine.serve.traffic import Traffic, share_of


def test_requests_are_told_apart_by_whose_fault_they_failed():
    traffic = Traffic()
    for status in (200, 200, 422, 499, 429, 503, 500):
        traffic.count(0.1 * status / 100, status)
    traffic.first(0.05)
    traffic.tokens(7, 3)
    taken = traffic.take()
    assert (taken["requests"], taken["refused"], taken["failed"], taken["total"]) == (7, 3, 2, 7)
    assert (taken["prompt_tokens"], taken["tokens"], taken["first_p50"]) == (7, 3, 0.05)
    traffic.count(0.3, 200)
    assert traffic.take() == {
        **dict.fromkeys(("failed", "refused", "prompt_tokens", "tokens"), 0),
        **{"requests": 1, "p50": 0.3, "p99": 0.3, "first_p50": None, "first_p99": None, "total": 8},
    }


def test_a_share_is_the_smallest_value_that_so_many_do_not_exceed():
    hundred = [float(number) for number in range(1, 101)]
    assert (share_of(hundred, 0.5), share_of(hundred, 0.99), share_of([3.0], 0.99)) == (50.0, 99.0, 3.0)
    assert share_of([], 0.5) is None
