import json

from engine.serve.access.audit import AuditLog
from engine.serve.access.usage import Usage
from engine.serve.caller import Caller


def save(usage, **how):
    counts = usage.changed(**how)
    if counts is not None:
        usage.write(counts)
    return counts


def test_counts_go_on_after_a_restart(tmp_path):
    path = tmp_path / "usage.json"
    usage = Usage(path)
    use = usage.of("k")
    use.requests, use.failed, use.prompt_tokens, use.completion_tokens, use.last_used = 3, 1, 20, 10, 5.0
    save(usage)
    again = Usage(path)
    again.of("k").requests += 1
    assert save(again)["k"] == {
        "last_used": 5.0, "requests": 4, "failed": 1, "prompt_tokens": 20, "completion_tokens": 10,
    }  # fmt: skip


def test_it_is_written_every_two_seconds_at_most_and_only_when_something_happened(tmp_path):
    now = [0.0]
    usage = Usage(tmp_path / "usage.json", clock=lambda: now[0])
    assert usage.changed() is None
    usage.of("k").requests += 1
    assert usage.changed() is not None
    usage.of("k").requests += 1
    assert usage.changed() is None
    assert usage.changed(at_once=True) is not None
    now[0] = 5.0
    assert usage.changed() is None


def test_a_key_that_never_asked_is_not_listed(tmp_path):
    usage = Usage(tmp_path / "usage.json")
    usage.of("never")
    usage.of("once").requests += 1
    assert list(usage.changed()) == ["once"]


def test_a_spoilt_file_costs_only_what_is_spoilt(tmp_path):
    path = tmp_path / "usage.json"
    path.write_text(json.dumps({"keys": {"a": {"requests": 2}, "b": {"requests": "x"}, "c": 3}}))
    usage = Usage(path)
    assert [usage.of(key).requests for key in "abc"] == [2, 0, 0]
    path.write_text("{")
    assert Usage(path).of("a").requests == 0


def test_an_audit_line_says_who_did_what_and_how_it_went(tmp_path):
    log = AuditLog(tmp_path / "audit.jsonl")
    log.note(Caller("k1", "Ada"), "load", 200, name="m")
    log.note(Caller("k2", "Bo"), "unlock", 403, name="m")
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [(line["key"], line["name"], line["action"], line["status"]) for line in lines] == [
        ("k1", "Ada", "load", 200), ("k2", "Bo", "unlock", 403),
    ]  # fmt: skip
    assert lines[0]["params"] == {"name": "m"}
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_what_a_full_disk_did_not_take_is_written_later(tmp_path, capsys):
    now = [0.0]
    folder = tmp_path / "run"
    usage = Usage(folder / "usage.json", clock=lambda: now[0])
    usage.of("k").requests += 1
    save(usage)  # there is no such folder yet
    assert "cannot be written" in capsys.readouterr().err
    folder.mkdir()
    now[0] = 5.0
    save(usage)
    assert Usage(folder / "usage.json").of("k").requests == 1
