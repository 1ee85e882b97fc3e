import socket
import threading

import pytest

from engine.runner.exchange import Frame, Kind, frame
from engine.runner.generation.intake import Cancelled, Intake
from engine.runner.link import Link, LinkClosed


class SlowPreparation:
    """Prepares when it is let."""

    def __init__(self) -> None:
        self.may_go, self.begun = threading.Semaphore(0), threading.Semaphore(0)

    def of(self, asked: Frame) -> object:
        self.begun.release()
        self.may_go.acquire()
        return asked


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    preparation = SlowPreparation()
    intake = Intake(Link(ours), preparation)
    intake.start()
    with theirs:
        yield intake, preparation, theirs


def test_a_cancellation_is_heard_while_something_is_prepared(ends):
    intake, preparation, server = ends
    server.sendall(frame(Kind.GENERATE, 1) + frame(Kind.GENERATE, 2) + frame(Kind.GENERATE, 3))
    preparation.may_go.release()
    assert [one.number for one in intake.take(wait=True)] == [1]
    for _ in range(2):  # the first, and the second, which is held
        preparation.begun.acquire()
    server.sendall(frame(Kind.CANCEL, 1) + frame(Kind.CANCEL, 2))
    assert intake.take(wait=True) == [Cancelled(1)]
    server.sendall(frame(Kind.CANCEL, 9))
    assert intake.take(wait=True) == [Cancelled(9)]  # so the one before was heard too
    preparation.may_go.release(2)
    assert [one.number for one in intake.take(wait=True)] == [3]


def test_a_server_that_is_gone_ends_the_loop(ends):
    intake, _, server = ends
    server.close()
    with pytest.raises(LinkClosed):
        intake.take(wait=True)
