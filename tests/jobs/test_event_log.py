"""Events read as lines, from any offset, while they are written."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.jobs import event_log
from engine.jobs.event_log import read_events


def test_a_half_written_line_is_left_for_the_next_read(tmp_path: Path):
    log = tmp_path / "events.jsonl"
    log.write_text('{"a":1}\n{"b":2}\n{"c"')
    assert list(read_events(log, offset=8)) == [(16, '{"b":2}')]


def test_an_absent_file_holds_no_events(tmp_path: Path):
    assert list(read_events(tmp_path / "events.jsonl")) == []


@given(
    lines=st.lists(st.text(alphabet="aé中{}", max_size=40), max_size=20),
    cut=st.integers(0, 400),
    chunk=st.integers(1, 64),
)
def test_reading_in_two_goes_is_reading_once(tmp_path_factory, lines: list[str], cut: int, chunk: int):
    log = tmp_path_factory.mktemp("log") / "events.jsonl"
    data = "".join(f"{line}\n" for line in lines).encode()
    log.write_bytes(data[:cut])
    before, event_log.CHUNK = event_log.CHUNK, chunk
    try:
        first = list(read_events(log))
        log.write_bytes(data)
        rest = list(read_events(log, first[-1][0] if first else 0))
    finally:
        event_log.CHUNK = before
    assert [line for _, line in first + rest] == lines
    assert [offset for offset, _ in first + rest][-1:] == ([len(data)] if lines else [])
