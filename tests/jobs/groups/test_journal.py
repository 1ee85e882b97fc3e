"""The events of a group go on where an earlier engine was killed."""

import json

from engine.jobs.groups.journal import Journal
from engine.schema.event import EVENT, PartMoved, Started


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_half_line_is_cut_off_and_the_count_goes_on(tmp_path):
    path, clock = tmp_path / "events.jsonl", Clock()
    first = Journal(path, clock)
    first.run(live=True)
    first.say(Started, attempt=1, step=0)
    clock.now += 5
    first.say(PartMoved, part=3, job="a", state="running")
    path.write_bytes(path.read_bytes() + b'{"seq": 3, "ki')
    second = Journal(path, Clock())
    assert (second.elapsed, second.last_of(3), second.has_said("started", 1)) == (5.0, ("a", "running"), True)
    second.say(PartMoved, part=3, job="a", state="finished")
    events = [EVENT.validate_json(line) for line in path.read_text().splitlines()]
    assert [event.seq for event in events] == [1, 2, 3]


def test_time_counts_only_while_the_group_lives(tmp_path):
    clock = Clock()
    journal = Journal(tmp_path / "events.jsonl", clock)
    clock.now += 7
    assert journal.elapsed == 0
    journal.run(live=True)
    clock.now += 2
    journal.run(live=False)
    clock.now += 7
    assert journal.elapsed == 2
    journal.say(Started, attempt=1, step=0)
    assert json.loads((tmp_path / "events.jsonl").read_text())["elapsed"] == 2
