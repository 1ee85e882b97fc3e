"""The audit log only grows, survives damage, and is read newest first over all its files."""

import json
import stat

import pytest

from engine.jobs import audit as module
from engine.jobs.audit import Audit


@pytest.fixture
def audit(home):
    return Audit(home, lambda: [home.run(folder.name) for folder in home.runs.iterdir()])


def said(audit, limit=100):
    return [(line.action, line.object) for line in audit.newest(limit)]


def test_lines_are_added_for_their_owner_alone_and_read_newest_first(home, audit):
    for number in range(3):
        audit.add("window", "key_made", str(number), {"name": "ci"})
    assert said(audit) == [("key_made", "2"), ("key_made", "1"), ("key_made", "0")]
    assert said(audit, limit=1) == [("key_made", "2")]
    assert stat.S_IMODE(home.audit.stat().st_mode) == 0o600
    line = audit.newest(1)[0]
    assert (line.client, line.details) == ("window", {"name": "ci"})
    assert line.who


def test_a_full_file_is_set_aside_and_still_read(home, audit, monkeypatch):
    monkeypatch.setattr(module, "ROTATED_BYTES", 300)
    for number in range(10):
        audit.add("program", "key_made", str(number), {})
    assert len(list(home.root.glob("audit-*.jsonl"))) > 1
    assert [object for _, object in said(audit)] == [str(number) for number in range(9, -1, -1)]
    assert len(said(audit, limit=7)) == 7


def test_lines_longer_than_a_block_are_read_whole(home, audit, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 16)
    audit.add("program", "key_made", "a" * 100, {})
    audit.add("program", "key_revoked", "b" * 100, {})
    assert said(audit) == [("key_revoked", "b" * 100), ("key_made", "a" * 100)]


def test_a_half_written_line_hides_no_other(home, audit):
    audit.add("program", "key_made", "before", {})
    with home.audit.open("a") as file:
        file.write('{"time": 1.0, "who"\n[]\n')
    audit.add("program", "key_made", "after", {})
    assert [object for _, object in said(audit)] == ["after", "before"]


def test_what_servers_note_stands_among_it_but_no_unlocking_twice(home, audit):
    home.run("e-1").root.mkdir()
    lines = [
        {"time": 1.0, "key": "k1", "name": "ci", "action": "unlock", "params": {"name": "a"}, "status": 200},
        {"time": 2.0, "key": "engine", "name": "engine", "action": "unlock", "params": {}, "status": 200},
        {"time": 2.5, "key": "engine", "name": "engine", "action": "unload", "params": {}, "status": 200},
        {"time": 3.0, "key": "k1", "name": "ci", "action": "unlock", "params": {"name": "a"}, "status": 403},
    ]
    home.run("e-1").audit.write_text("".join(json.dumps(line) + "\n" for line in lines))
    audit.add("window", "endpoint_made", "e-1", {})
    assert said(audit) == [
        ("endpoint_made", "e-1"),
        ("unlock_refused", "e-1"),
        ("unload", "e-1"),
        ("model_unlocked", "e-1"),
    ]
    last = audit.newest(10)[-1]
    assert (last.who, last.client, last.details["name"]) == ("ci", "endpoint", "a")


def test_a_link_in_the_place_of_the_log_is_not_followed(home, audit, tmp_path):
    home.audit.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        audit.add("program", "key_made", "1", {})
    assert not (tmp_path / "elsewhere").exists()
