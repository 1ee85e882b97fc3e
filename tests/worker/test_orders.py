"""What is asked of a live run."""

import os
import signal

import pytest

from engine.system.files import write_json
from engine.worker.orders import NO_ORDER, Order, Orders


@pytest.fixture
def path(tmp_path):
    return tmp_path / "order.json"


def test_nothing_asked_is_no_order(path):
    assert Orders(path, 1).look() == NO_ORDER
    path.write_text("{half")
    assert Orders(path, 1).look() == NO_ORDER


def test_an_order_counts_for_its_own_attempt(path):
    write_json(path, {"attempt": 2, "order": "stop", "checkpoint": 0})
    assert Orders(path, 1).look() == NO_ORDER
    assert Orders(path, 2).look() == Order("stop")


def test_a_checkpoint_is_wished_once_for_each_number(path):
    orders = Orders(path, 1)
    write_json(path, {"attempt": 1, "order": None, "checkpoint": 1})
    assert [orders.look().checkpoint, orders.look().checkpoint] == [True, False]
    write_json(path, {"attempt": 1, "order": None, "checkpoint": 2})
    assert orders.look().checkpoint


def test_a_signal_asks_to_pause(path):
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    orders = Orders(path, 1)
    try:
        orders.obey_signals()
        os.kill(os.getpid(), signal.SIGTERM)
        assert orders.look().end == "pause"
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
