"""What an endpoint's events add up to, name by name."""

from gui.state.endpoint_record import EndpointRecord


def test_a_name_is_replaced_and_forgotten_and_a_new_start_forgets_all():
    record = EndpointRecord()
    model = {"name": "a", "model": "m1", "state": "loading", "memory": 5}
    record.apply(
        [{"kind": "served", "served": model}, {"kind": "served", "served": {**model, "state": "ready"}}]
    )
    assert record.served["a"]["state"] == "ready"
    record.apply([{"kind": "unserved", "name": "a"}])
    assert not record.served
    record.apply([{"kind": "ready", "url": "https://box:1", "model": "m1", "fingerprint": "ab"}])
    assert record.fingerprint == "ab"
    record.apply([{"kind": "started", "attempt": 2, "step": 0}])
    assert record.url is None


def test_what_is_malformed_is_passed_over():
    record = EndpointRecord()
    assert record.apply([{"kind": "served"}, {"kind": "swapped", "name": 3}, {}]) == set()
