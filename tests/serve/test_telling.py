import json
import resource
from contextlib import contextmanager

from engine.schema.event import Phase, ServedRemoved
from engine.serve.telling import Telling


@contextmanager
def room_for(path, size):
    """Files may not grow beyond so many bytes more than this one has."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_a_full_disk_did_not_take_is_written_when_there_is_room_again(tmp_path, capfd):
    path = tmp_path / "events.jsonl"
    telling = Telling(path)
    telling.say(Phase, name="load")
    with room_for(path, 30):  # half a line
        telling.say(ServedRemoved, name="a")
        telling.say(ServedRemoved, name="b")
    telling.again()
    said = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["seq"], line["name"]) for line in said] == [(1, "load"), (2, "a"), (3, "b")]
    assert "events cannot be written" in capfd.readouterr().err
