"""Answers that come in pieces: read off the GUI thread, brought onto it in lots, ended from either side."""

import queue
import sys
import threading
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from door import FakeDoor

from engine.client.engine_client import EngineLost
from engine.schema.problem import UserError
from engine.system.paths import Home
from gui.client.connection import Connection
from gui.client.hearing import LOT


class Told:
    """An answer that a test feeds; None ends it, an exception breaks it."""

    def __init__(self):
        self.waiting, self.closed = queue.SimpleQueue(), threading.Event()

    def tell(self, *pieces):
        for piece in pieces:
            self.waiting.put(piece)

    def __iter__(self):
        while (piece := self.waiting.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self):
        self.closed.set()
        self.waiting.put(None)


class Slow:
    """Comes in more pieces than one lot takes."""

    def __iter__(self):
        for piece in range(40):
            sleep(0.001)
            yield piece

    def close(self):
        pass


@pytest.fixture
def door():
    return FakeDoor()


@pytest.fixture
def connection(qtbot, tmp_path, door):
    connection = Connection(Home(tmp_path), door)
    connection.start()
    qtbot.waitUntil(lambda: connection.state == "connected")
    yield connection
    connection.close()


def hear(connection, told):
    lots, ends = [], []
    heard_on = []

    def take(lot):
        heard_on.append(threading.current_thread())
        lots.append((monotonic(), lot))

    hearing = connection.hear(lambda engine: told, take, ends.append)
    return hearing, lots, ends, heard_on


def test_pieces_come_in_order_in_lots_and_on_the_screens_thread(qtbot, connection):
    told = Told()
    _, lots, ends, heard_on = hear(connection, told)
    told.tell(0)
    qtbot.waitUntil(lambda: len(lots) == 1)
    told.tell(*range(1, 500))
    qtbot.waitUntil(lambda: sum(len(lot) for _, lot in lots) == 500)
    told.tell(None)
    qtbot.waitUntil(lambda: ends == [()])
    assert [piece for _, lot in lots for piece in lot] == list(range(500))
    assert set(heard_on) == {threading.main_thread()}
    moments = [moment for moment, _ in lots[:-1]]  # the end does not wait
    assert all(later - earlier >= LOT for earlier, later in pairwise(moments))


def test_what_was_closed_says_nothing_more_and_is_told(qtbot, connection):
    told = Told()
    hearing, lots, ends, _ = hear(connection, told)
    told.tell(1)
    qtbot.waitUntil(lambda: bool(lots))
    hearing.close()
    assert told.closed.wait(5)
    told.tell(2)
    other, after = Told(), []
    connection.hear(lambda engine: other, after.extend)
    other.tell("later")
    qtbot.waitUntil(lambda: after == ["later"])  # the courier has been by since
    other.tell(None)
    assert (len(lots), ends) == (1, [])


def test_a_refusal_comes_after_what_was_said_before_it(qtbot, connection):
    told = Told()
    _, lots, ends, _ = hear(connection, told)
    told.tell("Good", UserError("queue_full"))
    qtbot.waitUntil(lambda: bool(ends))
    assert [lot for _, lot in lots] == [["Good"]]
    assert ends[0][0].code == "queue_full"


def test_an_engine_that_is_gone_is_looked_for(qtbot, connection, door):
    opened = door.opened
    told = Told()
    _, _, ends, _ = hear(connection, told)
    told.tell(EngineLost("gone"))
    qtbot.waitUntil(lambda: bool(ends) and door.opened > opened)


def test_an_answer_puts_away_what_it_has_begun_before_the_program_ends(qtbot, connection):
    put_away = []

    class Careful(Told):
        def __iter__(self):
            yield from super().__iter__()
            sleep(0.05)
            put_away.append(True)

    told = Careful()
    _, lots, _, _ = hear(connection, told)
    told.tell(1)
    qtbot.waitUntil(lambda: bool(lots))
    connection.close()
    connection.settle(10)
    assert put_away


def test_each_answer_may_be_gone_when_the_next_one_waits_for_its_turn(qtbot, connection):
    """PySide crashed where its timer was to call a method of an answer that lay where one had lain before."""
    ends = []

    def ask(_=()):
        if len(ends) < 40:
            connection.hear(
                lambda engine: Slow(), lambda lot: None, lambda problems: (ends.append(problems), ask())
            )

    ask()
    qtbot.waitUntil(lambda: len(ends) == 40)
