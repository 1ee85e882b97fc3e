"""Numbered facts that followers wait for."""

import threading

from engine.jobs.changes import ChangeLog


def test_a_slow_follower_gets_the_newest_value_once():
    log = ChangeLog()
    for step in range(5):
        log.publish("job", "a", {"step": step})
    log.publish("job", "b", {"step": 0})
    assert [(change.id, change.value["step"]) for change in log.wait(0, 0)] == [("a", 4), ("b", 0)]


def test_a_removal_is_told_to_those_who_follow_and_absent_for_those_who_come():
    log = ChangeLog()
    log.publish("model", "a", {})
    revision, _ = log.snapshot()
    log.publish("model", "a", None)
    assert [change.value for change in log.wait(revision, 0)] == [None]
    assert log.snapshot() == (2, [])


def test_waiting_ends_when_something_is_said():
    log = ChangeLog()
    found = []
    waiter = threading.Thread(target=lambda: found.extend(log.wait(0, 20)))
    waiter.start()
    log.publish("job", "a", {})
    waiter.join(20)
    assert [change.id for change in found] == ["a"]


def test_nothing_new_is_an_empty_answer():
    assert ChangeLog().wait(0, 0.01) == []
