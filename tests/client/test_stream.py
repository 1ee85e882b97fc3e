"""A stream goes on over lost connections and restarts of the engine, and gives every message once."""

import json
import socket
import threading
import time

import pytest

from engine.client.engine_client import EngineClient
from engine.client.stream import Follower, Message, parse
from engine.schema.job import State
from engine.schema.problem import UserError
from tests.api.conftest import engine_on


def write(engine, id: str, first: int, last: int) -> None:
    with engine.service.files(id).events.open("a") as file:
        file.writelines(json.dumps({"seq": n}) + "\n" for n in range(first, last))


class Collected(threading.Thread):
    """Reads a stream to its end beside the test."""

    def __init__(self, follower: Follower) -> None:
        super().__init__(daemon=True)
        self.follower = follower
        self.got: list[Message] = []
        self.start()

    def run(self) -> None:
        for message in self.follower:
            self.got.append(message)

    def numbers(self) -> list[int]:
        return [json.loads(m.data)["seq"] for m in self.got if m.event == "message"]


def test_a_restart_of_the_engine_loses_nothing_and_repeats_nothing(tmp_path, wait_until):
    where: list[tuple[str, str]] = []
    follower = Follower(lambda: where[-1] if where else None, "/v1/jobs/a/events")
    with engine_on(tmp_path / "home") as first:
        first.service.add("a")
        write(first, "a", 0, 500)
        where.append(first.address())
        collected = Collected(follower)
        wait_until(lambda: len(collected.got) == 500)
    with engine_on(tmp_path / "home") as second:  # another port, the same home
        second.service.add("a")
        write(second, "a", 500, 900)
        where.append(second.address())
        wait_until(lambda: len(collected.got) == 900)
        second.service.add("a", State.FINISHED)
        collected.join(10)
    assert collected.numbers() == list(range(900))
    assert collected.got[-1].event == "end"


def test_a_connection_cut_in_the_middle_of_a_message_gives_it_once(wait_until):
    """A server that sends half a message, hangs up, and sends it whole to whoever asks again."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def serve() -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
        for body in (b"id: 5\ndata: a\n\nid: 9\ndata: b", b"id: 9\ndata: b\n\nevent: end\ndata: {}\n\n"):
            connection, _ = listener.accept()
            asked.append(connection.recv(4096))
            connection.sendall(head + body)
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    got = list(Follower(lambda: (url, "t"), "/s"))
    assert [(m.cursor, m.data) for m in got] == [("5", "a"), ("9", "b"), ("9", "{}")]
    assert b"Last-Event-ID" not in asked[0]
    assert b"Last-Event-ID: 5\r\n" in asked[1]
    listener.close()


def test_close_ends_a_wait_at_once(engine, wait_until):
    engine.service.add("a")
    write(engine, "a", 0, 1)
    collected = Collected(EngineClient(engine.url, engine.token).follow("/v1/jobs/a/events"))
    wait_until(lambda: collected.got)
    began = time.monotonic()
    collected.follower.close()
    collected.join(5)
    assert not collected.is_alive()
    assert time.monotonic() - began < 0.5


def test_close_ends_a_search_for_a_lost_engine():
    collected = Collected(Follower(lambda: None, "/v1/changes"))
    collected.follower.close()
    collected.join(5)
    assert not collected.is_alive()


def test_a_stream_that_is_refused_says_why(engine):
    with pytest.raises(UserError) as error:
        list(EngineClient(engine.url, engine.token).follow("/v1/jobs/none/events"))
    assert error.value.problems[0].code == "job_unknown"


def test_comments_and_unknown_fields_are_passed_over():
    lines = [": still here", "", "retry: 5", "event: x", "id: 1", "data: a", "data: b", ""]
    assert list(parse(iter(lines))) == [Message("1", "x", "a\nb")]
