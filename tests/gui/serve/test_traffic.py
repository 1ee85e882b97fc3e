"""What was asked of an endpoint, as its page and the list count it."""

import time
from types import SimpleNamespace

from PySide6.QtCore import QTimer

from engine.schema.problem import UserError
from gui.state.traffic import Traffic
from gui.state.traffic_watch import TrafficWatch
from tests.fakes.window_context import FakeConnection


def second(age, name="a", **values):
    return {"time": time.time() - age, "name": name, **values}


def traffic_of(*seconds):
    traffic = Traffic()
    traffic.take({"seconds": list(seconds)})
    return traffic


def test_traffic_is_counted_by_the_second_and_names_add_up():
    now = time.time()
    ages = ((0.2, 3), (1.2, 5), (59.5, 7), (75, 100))
    seconds = [second(age, requests=count, failed=1) for age, count in ages]
    traffic = traffic_of(*seconds, second(1.2, "b", requests=4, refused=2))
    minute = traffic.minute(now)
    assert (minute[-1], minute[-2], minute[0], sum(minute)) == (3, 9, 7, 19)
    assert sum(traffic.minute(now, "b")) == 4
    assert traffic.lost(now) == (3, 2) and traffic.lost(now, "b") == (0, 2)
    assert traffic.rate(now, "a") == 8 / 5


def test_latencies_are_of_the_newest_second_that_had_some():
    quick = second(3, requests=1, p50=0.004, p99=0.02, memory=9)
    text = second(2, "b", requests=1, first_p50=0.04, first_p99=0.1)
    traffic = traffic_of(quick, second(2, requests=0), text)
    assert traffic.latencies() == (0.004, 0.02)
    assert traffic.latencies("b", first=True) == (0.04, 0.1)
    assert traffic.latencies("a", first=True) == (None, None)
    assert (traffic.memory("a"), traffic.memory("b")) == (9, None)


class Asked:
    """An endpoint that answers, or does not."""

    def __init__(self):
        self.answers, self.times = True, 0

    def ask(self, id, path):
        self.times += 1
        assert path == "v1/traffic"
        if not self.answers:
            raise UserError("endpoint_unreachable")
        return {"seconds": [second(2, requests=10)]}


def asking():
    """What a page stands in, and the endpoint behind it."""
    connection, asked = FakeConnection(), Asked()
    connection.engine = asked
    return SimpleNamespace(connection=connection), asked


def test_an_endpoint_is_asked_only_while_somebody_looks(qtbot):
    context, asked = asking()
    watch = TrafficWatch(context)
    assert watch.rate("one") is None
    with qtbot.waitSignal(watch.told):
        watch.watch("one")
    assert watch.rate("one") == 2
    watch.watch()
    before = asked.times
    qtbot.wait(1100)  # longer than the time between two looks
    assert asked.times == before


def test_an_endpoint_that_does_not_answer_is_asked_again(qtbot):
    context, asked = asking()
    asked.answers = False
    watch = TrafficWatch(context)
    watch.watch("one")
    asked.answers = True
    with qtbot.waitSignal(watch.told, timeout=3000):
        pass


def test_being_told_to_look_again_does_not_put_the_next_look_off(qtbot):
    context, asked = asking()
    watch = TrafficWatch(context)
    watch.watch("one")
    again = QTimer()
    again.timeout.connect(lambda: watch.watch("one"))
    again.start(100)
    before = asked.times
    qtbot.waitUntil(lambda: asked.times > before, timeout=3000)
