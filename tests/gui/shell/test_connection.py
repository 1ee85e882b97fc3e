"""The line to the engine: answers on the GUI thread, streams that go on, an engine that comes back."""

import threading

import pytest
from PySide6.QtCore import QObject

from engine.client.engine_client import EngineLost
from engine.schema.problem import UserError


def connected(qtbot, connection):
    connection.start()
    qtbot.waitUntil(lambda: connection.state == "connected")


def test_an_answer_arrives_on_the_thread_of_the_window(qtbot, connection):
    answers = []
    connection.call(
        lambda client: threading.get_ident(), lambda made: answers.append((made, threading.get_ident()))
    )
    connection.start()
    qtbot.waitUntil(lambda: bool(answers))
    asked_on, delivered_on = answers[0]
    assert delivered_on == threading.get_ident() != asked_on


def test_a_refusal_arrives_as_problems(qtbot, connection):
    def refuse(client):
        raise UserError("dataset_gone", dataset="x")

    failures = []
    connection.start()
    connection.call(refuse, None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert [problem.code for problem in failures[0]] == ["dataset_gone"]


def test_a_bug_in_a_call_reaches_the_screen_and_ends_no_thread(qtbot, connection, caplog):
    failures, answers = [], []
    connection.start()
    for _ in range(8):  # more than there are threads
        connection.call(lambda client: 1 / 0, None, failures.append)
    connection.call(lambda client: 7, answers.append)
    qtbot.waitUntil(lambda: len(failures) == 8 and answers == [7])
    assert failures[0][0].code == "unexpected"


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot, connection):
    receiver, gate, late, last = QObject(), threading.Event(), [], []
    connection.start()
    connection.call(lambda client: gate.wait(5), late.append, receiver=receiver)
    receiver.deleteLater()
    qtbot.waitUntil(lambda: not _alive(receiver))
    gate.set()
    connection.call(lambda client: 1, last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert late == []


def test_an_engine_that_does_not_start_at_once_is_tried_again(qtbot, connection, door):
    door.refusals = [UserError("engine_not_started", reason="slow")]
    troubles = []
    connection.troubled.connect(troubles.append)
    connected(qtbot, connection)
    assert door.opened == 2
    assert troubles[0][0].code == "engine_not_started"


def test_a_lost_engine_is_found_again_and_its_restart_is_told(qtbot, connection, door):
    connected(qtbot, connection)
    states, restarts = [], []
    connection.state_changed.connect(states.append)
    connection.engine_changed.connect(lambda: restarts.append(1))

    def ask(client):
        door.client.instance = "second"
        raise EngineLost("killed")

    connection.call(ask)
    qtbot.waitUntil(lambda: states[-1:] == ["connected"])
    assert "lost" in states
    assert restarts == [1]


def test_an_engine_stopped_on_purpose_is_not_started_again(qtbot, connection, door):
    connected(qtbot, connection)
    connection.rest()
    connection.call(_lose)
    qtbot.waitUntil(lambda: connection.state == "lost")
    assert door.opened == 1
    connected(qtbot, connection)
    assert door.opened == 2


def test_an_engine_that_a_terminal_stopped_is_found_when_it_is_back_but_not_started(qtbot, connection, door):
    connected(qtbot, connection)
    door.stopped = True
    connection.call(_lose)
    qtbot.waitUntil(lambda: connection.state == "lost" and door.looked > 1)
    assert door.opened == 1
    door.stopped = False  # somebody started one
    qtbot.waitUntil(lambda: connection.state == "connected")


def test_a_person_may_start_an_engine_that_a_terminal_stopped(qtbot, connection, door):
    connected(qtbot, connection)
    door.stopped = True
    connection.call(_lose)
    qtbot.waitUntil(lambda: connection.state == "lost")
    connection.start()
    qtbot.waitUntil(lambda: connection.state == "connected")
    assert door.opened == 2


def test_an_engine_that_makes_room_for_another_is_followed_by_it(qtbot, connection, door):
    connected(qtbot, connection)
    connection.replace()
    door.stopped = True
    connection.call(_lose)
    qtbot.waitUntil(lambda: door.opened == 2 and connection.state == "connected")


def test_a_stream_gives_its_events_in_order_and_says_its_end(qtbot, connection, door):
    events, ends = [], []
    connected(qtbot, connection)
    connection.follow("/v1/x", events.append, ends.append)
    qtbot.waitUntil(lambda: "/v1/x" in door.followers)
    stream = door.followers["/v1/x"]
    for number in range(3):
        stream.tell(f'{{"n": {number}}}', cursor=str(number))
    stream.tell("{}", event="end")
    qtbot.waitUntil(lambda: bool(ends))
    assert [event.data.get("n") for event in events] == [0, 1, 2, None]
    assert ends == [()]


def test_a_broken_stream_goes_on_when_the_engine_is_back(qtbot, connection, door):
    events = []
    connected(qtbot, connection)
    connection.follow("/v1/x", events.append)
    qtbot.waitUntil(lambda: "/v1/x" in door.followers)
    stream = door.followers["/v1/x"]
    stream.tell('"before"')
    stream.drop()
    stream.tell('"after"')
    qtbot.waitUntil(lambda: len(events) == 2)
    assert [event.data for event in events] == ["before", "after"]
    assert stream.connections == 2


def test_a_closed_stream_gives_nothing_more(qtbot, connection, door):
    events, others = [], []
    connected(qtbot, connection)
    following = connection.follow("/v1/x", events.append)
    qtbot.waitUntil(lambda: "/v1/x" in door.followers)
    door.followers["/v1/x"].tell('"read but not delivered"')
    following.close()
    connection.call(lambda client: 1, others.append)
    qtbot.waitUntil(lambda: bool(others))
    assert events == []


def _lose(client):
    raise EngineLost("gone")


def _alive(thing: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)


def test_a_question_on_a_thread_of_its_own_goes_to_the_engine_that_runs_now(qtbot, connection, door):
    connected(qtbot, connection)
    assert connection.ask(lambda client: client.instance) == "first"

    def lost(client):
        raise EngineLost("gone")

    with pytest.raises(UserError) as caught:
        connection.ask(lost)
    assert caught.value.problems[0].code == "engine_unreachable"
    qtbot.waitUntil(lambda: door.opened == 2)
    assert connection.ask(lambda client: client.instance) == "first"
