"""Events are whole lines with numbers that go on, whatever cut the last attempt short."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.schema.event import EVENT, Evaluation, Metrics, Phase
from engine.worker.events import EventWriter, Stopwatch


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_numbers_go_on_after_a_restart(tmp_path):
    path = tmp_path / "events.jsonl"
    EventWriter(path, Stopwatch()).say(Phase, name="data")
    EventWriter(path, Stopwatch()).say(Phase, name="model")
    assert [event["seq"] for event in lines_of(path)] == [1, 2]


@settings(max_examples=30, deadline=None)
@given(cut=st.integers(0, 300))
def test_a_half_written_line_is_cut_off(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("run") / "events.jsonl"
    writer = EventWriter(path, Stopwatch())
    for number in range(4):
        writer.say(Phase, name=f"phase {number}")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - min(cut, len(content))])
    EventWriter(path, Stopwatch()).say(Phase, name="after")
    events = [EVENT.validate_json(line) for line in path.read_bytes().splitlines()]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[-1].name == "after"


def test_a_last_line_of_any_length_is_found_again(tmp_path):
    path = tmp_path / "events.jsonl"
    EventWriter(path, Stopwatch()).say(Phase, name="x" * 5_000_000)
    with path.open("ab") as file:
        file.write(b'{"half": "' + b"x" * 3_000_000)
    EventWriter(path, Stopwatch()).say(Phase, name="after")
    assert [event["seq"] for event in lines_of(path)] == [1, 2]


def test_what_is_not_a_number_is_written_as_null(tmp_path):
    path = tmp_path / "events.jsonl"
    writer = EventWriter(path, Stopwatch())
    writer.say(Metrics, first_step=1, values={"loss": (1.0, None)})
    writer.say(Evaluation, step=1, split="test", values={"loss": float("nan")})
    metrics, evaluation = lines_of(path)
    assert metrics["values"]["loss"] == [1.0, None]
    assert evaluation["values"]["loss"] is None


def test_events_that_may_wait_are_written_with_the_next_that_may_not(tmp_path):
    path = tmp_path / "events.jsonl"
    writer = EventWriter(path, Stopwatch())
    writer.say(Phase, name="train")
    writer.say(Phase, at_once=False, name="evaluate")
    assert len(lines_of(path)) == 1
    writer.flush()
    assert len(lines_of(path)) == 2


def test_a_stopwatch_goes_on_from_where_a_checkpoint_left_it():
    watch = Stopwatch()
    watch.set(100.0)
    assert watch.read() == pytest.approx(100, abs=1)
