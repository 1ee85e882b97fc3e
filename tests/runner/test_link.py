import json
import socket
import threading

import pytest

from engine.runner.exchange import FrameReader, Kind, frame
from engine.runner.link import Link, LinkClosed
from engine.runner.setup import ask_passphrase
from engine.schema.problem import Problem


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Link(ours), theirs


def test_all_frames_that_are_there_are_taken_and_none_is_waited_for_unless_asked(ends):
    link, server = ends
    assert link.take(wait=False) == []
    big = frame(Kind.PREDICT, 3, b"x" * 700_000)
    sender = threading.Thread(
        target=server.sendall, args=(frame(Kind.PREDICT, 1, b"{}") + frame(Kind.CANCEL, 2) + big,)
    )
    sender.start()
    taken = link.take(wait=True)
    while len(taken) < 3:
        taken += link.take(wait=True)
    sender.join()
    assert [(each.kind, each.number, len(each.payload)) for each in taken] == [
        (1, 1, 2),
        (5, 2, 0),
        (1, 3, 700_000),
    ]


def test_frames_of_many_threads_do_not_mix(ends):
    link, server = ends
    threads = [
        threading.Thread(
            target=lambda n=n: [link.send(frame(Kind.DELTA, n, bytes([n]) * 5000)) for _ in range(20)]
        )
        for n in range(1, 5)
    ]
    for thread in threads:
        thread.start()
    reader, frames = FrameReader(), []
    while len(frames) < 80:
        frames += reader.feed(server.recv(1 << 16))
    for thread in threads:
        thread.join()
    assert all(each.payload == bytes([each.number]) * 5000 for each in frames)


def test_a_server_that_is_gone_is_said_after_its_last_words(ends):
    link, server = ends
    server.sendall(frame(Kind.TOKENIZE, 1, b"{}"))
    server.close()
    assert [each.number for each in link.take(wait=True)] == [1]
    for wait in (True, False):
        with pytest.raises(LinkClosed):
            link.take(wait)
    with pytest.raises(LinkClosed):
        link.send(frame(Kind.PULSE))


def test_a_passphrase_is_asked_for_and_what_else_is_asked_meanwhile_refused(ends):
    link, server = ends
    server.sendall(
        frame(Kind.PREDICT, 4, b"{}") + frame(Kind.CANCEL, 9) + frame(Kind.UNLOCK, 0, "Sésam".encode())
    )
    assert ask_passphrase(link, Problem(code="passphrase_wrong")) == "Sésam"
    locked, refused = FrameReader().feed(server.recv(1 << 16))
    assert (locked.kind, json.loads(locked.payload)["problem"]["code"]) == (Kind.LOCKED, "passphrase_wrong")
    assert (refused.kind, refused.number) == (Kind.REFUSED, 4)
    assert json.loads(refused.payload)["problem"]["code"] == "model_locked"
