"""The events of a run as a stream: replayed from an offset, followed live, ended when the run has."""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from engine.api.event_stream import Streams
from engine.api.follow_events import CHUNK, follow_events, read_lines
from engine.client.stream import Message, parse
from engine.schema.job import State
from tests.api.conftest import TOKEN


def open_stream(engine, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=10)
    connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}", **headers})
    return connection.getresponse()


def messages(answer: http.client.HTTPResponse) -> Iterator[Message]:
    return parse(line.decode().rstrip("\n") for line in answer)


def write(engine, id: str, *lines: str) -> None:
    with engine.service.files(id).events.open("a") as file:
        file.writelines(line + "\n" for line in lines)


def test_a_finished_run_is_replayed_and_ended(engine):
    engine.service.add("a", State.FINISHED)
    write(engine, "a", '{"seq":0}', '{"seq":1}')
    got = list(messages(open_stream(engine, "/v1/jobs/a/events")))
    assert [(m.cursor, m.event, m.data) for m in got] == [
        ("10", "message", '{"seq":0}'),
        ("20", "message", '{"seq":1}'),
        ("20", "end", "{}"),
    ]


@pytest.mark.parametrize(
    ("path", "header"),
    [("?offset=10", {}), ("", {"Last-Event-ID": "10"}), ("?offset=3", {"Last-Event-ID": "10"})],
)
def test_a_cursor_resumes_after_what_was_seen(engine, path, header):
    engine.service.add("a", State.FINISHED)
    write(engine, "a", '{"seq":0}', '{"seq":1}')
    got = list(messages(open_stream(engine, f"/v1/jobs/a/events{path}", **header)))
    assert [m.data for m in got] == ['{"seq":1}', "{}"]


def test_a_run_that_goes_on_is_followed_until_it_ends(engine):
    engine.service.add("a")
    write(engine, "a", '{"seq":0}')
    stream = messages(open_stream(engine, "/v1/jobs/a/events"))
    assert next(stream).data == '{"seq":0}'
    write(engine, "a", '{"seq":1}')
    assert next(stream).data == '{"seq":1}'
    write(engine, "a", '{"seq":2}')
    engine.service.add("a", State.FINISHED)
    assert [m.data for m in stream] == ['{"seq":2}', "{}"]


def test_a_half_written_line_waits_for_its_end(engine):
    engine.service.add("a")
    with engine.service.files("a").events.open("a") as file:
        file.write('{"seq":0}\n{"se')
        file.flush()
        stream = messages(open_stream(engine, "/v1/jobs/a/events"))
        assert next(stream).data == '{"seq":0}'
        file.write('q":1}\n')
    assert next(stream).data == '{"seq":1}'


def test_the_stream_of_a_deleted_job_ends(engine):
    engine.service.add("a")
    stream = messages(open_stream(engine, "/v1/jobs/a/events"))
    del engine.service.by_id["a"]
    assert [m.event for m in stream] == ["end"]


def test_the_stream_of_an_unknown_job_is_404(engine):
    assert open_stream(engine, "/v1/jobs/b/events").status == 404


def test_a_line_is_on_its_way_within_a_tenth_of_a_second(engine):
    engine.service.add("a")
    write(engine, "a", '{"seq":0}')
    stream = messages(open_stream(engine, "/v1/jobs/a/events"))
    next(stream)
    delays = []
    for number in range(1, 11):
        sent = time.perf_counter()
        write(engine, "a", f'{{"seq":{number}}}')
        next(stream)
        delays.append(time.perf_counter() - sent)
    assert sorted(delays)[len(delays) // 2] < 0.1, delays


def test_many_lines_go_in_few_parts(tmp_path):
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps({"seq": n}) + "\n" for n in range(20_000)))

    async def parts() -> list[bytes]:
        return [part async for part in follow_events(path, 0, lambda: True, lambda: False) if part]

    sent = asyncio.run(parts())
    assert len(sent) <= path.stat().st_size // CHUNK + 3
    assert b"".join(sent).count(b"data:") == 20_001


def test_a_line_longer_than_a_chunk_arrives_whole(tmp_path):
    path = tmp_path / "events.jsonl"
    path.write_text("a" * (3 * CHUNK) + "\nb\n")
    lines, cursor = read_lines(path, 0)
    assert [len(line) for _, line in lines] == [3 * CHUNK, 1]
    assert cursor == path.stat().st_size


def test_a_client_that_goes_away_frees_its_stream(engine, wait_until):
    engine.service.add("a")
    streams: Streams = engine.app.state.streams
    answer = open_stream(engine, "/v1/jobs/a/events")
    wait_until(lambda: streams.open == 1)
    answer.close()
    wait_until(lambda: streams.open == 0)


def test_one_stream_too_many_is_refused_also_when_all_ask_at_once(engine, wait_until):
    engine.service.add("a")
    head = f"GET /v1/jobs/a/events HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    connections = [socket.create_connection(("127.0.0.1", engine.port), timeout=10) for _ in range(80)]
    for connection in connections:
        connection.sendall(head.encode())
    statuses = [connection.recv(12)[9:] for connection in connections]
    assert (statuses.count(b"200"), statuses.count(b"503")) == (64, 16)
    assert engine.ask("GET", "/v1/engine").status == 200
    for connection in connections:
        connection.close()
    wait_until(lambda: engine.app.state.streams.open == 0)


def test_a_slow_client_holds_no_memory(engine, wait_until):
    """Reads one block of a large replay and stops; the engine must not read the rest of the file for it."""
    engine.service.add("a", State.FINISHED)
    events = engine.service.files("a").events
    events.write_text(("x" * 1000 + "\n") * 40_000)
    answer = open_stream(engine, "/v1/jobs/a/events")
    answer.read1(1000)
    before = resident()
    threading.Event().wait(0.5)
    assert resident() - before < 8 << 20
    answer.close()


def resident() -> int:
    import psutil

    return psutil.Process().memory_info().rss


def test_changes_begin_with_everything_and_go_on(engine):
    engine.service.add("a")
    stream = messages(open_stream(engine, "/v1/changes"))
    assert next(stream).event == "reset"
    assert json.loads(next(stream).data)["id"] == "a"
    assert next(stream).event == "synced"
    engine.service.add("b")
    change = next(stream)
    assert json.loads(change.data)["id"] == "b"
    assert change.cursor == f"{engine.instance}:2"


def test_changes_resume_where_they_were(engine):
    engine.service.add("a")
    engine.service.add("b")
    stream = messages(open_stream(engine, "/v1/changes", **{"Last-Event-ID": f"{engine.instance}:1"}))
    assert json.loads(next(stream).data)["id"] == "b"


def test_a_cursor_of_an_engine_that_is_gone_begins_anew(engine):
    engine.service.add("a")
    stream = messages(open_stream(engine, "/v1/changes", **{"Last-Event-ID": "another:1"}))
    assert [next(stream).event for _ in range(3)] == ["reset", "message", "synced"]


def test_resources_come_with_each_sample(engine):
    stream = messages(open_stream(engine, "/v1/resources/stream"))
    threading.Timer(0.1, engine.monitor.take_sample).start()
    first = json.loads(next(stream).data)
    assert len(first["samples"]) == 1
    assert first["processes"][0]["belongs"] == "engine"
    engine.monitor.take_sample()
    assert json.loads(next(stream).data)["samples"] != first["samples"]
