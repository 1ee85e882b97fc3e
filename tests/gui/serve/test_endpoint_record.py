"""What an endpoint's events add up to, name by name."""

import time

from gui.state.endpoint_record import EndpointRecord


def second(age, name="a", **values):
    return {"kind": "traffic", "time": time.time() - age, "name": name, **values}


def test_traffic_is_counted_by_the_second_and_names_add_up():
    record, now = EndpointRecord(), time.time()
    record.apply(
        second(age, requests=count, failed=1) for age, count in ((0.2, 3), (1.2, 5), (59.5, 7), (75, 100))
    )
    record.apply([second(1.2, "b", requests=4, refused=2)])
    minute = record.minute(now)
    assert (minute[-1], minute[-2], minute[0], sum(minute)) == (3, 9, 7, 19)
    assert sum(record.minute(now, "b")) == 4
    assert record.lost(now) == (3, 2) and record.lost(now, "b") == (0, 2)
    assert record.rate(now, "a") == 8 / 5


def test_latencies_are_of_the_newest_second_that_had_some():
    record = EndpointRecord()
    record.apply([second(3, requests=1, p50=0.004, p99=0.02), second(2, requests=0), second(2, "b", requests=1, first_p50=0.04, first_p99=0.1)])  # fmt: skip
    assert record.latencies() == (0.004, 0.02)
    assert record.latencies("b", first=True) == (0.04, 0.1)
    assert record.latencies("a", first=True) == (None, None)


def test_a_name_is_replaced_and_forgotten_and_a_new_start_forgets_all():
    record = EndpointRecord()
    model = {"name": "a", "model": "m1", "state": "loading", "memory": 5}
    record.apply(
        [{"kind": "served", "served": model}, {"kind": "served", "served": {**model, "state": "ready"}}]
    )
    assert record.served["a"]["state"] == "ready" and record.memory() == 5
    record.apply([second(1, requests=1, memory=9)])
    assert record.memory("a") == 9
    record.apply([{"kind": "unserved", "name": "a"}])
    assert not record.served and record.memory() is None
    record.apply([{"kind": "ready", "url": "https://box:1", "model": "m1", "fingerprint": "ab"}])
    assert record.fingerprint == "ab"
    record.apply([{"kind": "started", "attempt": 2, "step": 0}])
    assert record.url is None


def test_what_is_malformed_is_passed_over():
    record = EndpointRecord()
    assert (
        record.apply([{"kind": "served"}, {"kind": "traffic"}, {"kind": "swapped", "name": 3}, {}]) == set()
    )
