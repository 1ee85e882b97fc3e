from engine.serve.key_file import KeyFile
from engine.system.paths import RunFiles
from tests.fakes.served_model import write_keys


def test_without_a_readable_file_no_key_is_right(tmp_path):
    files = RunFiles(tmp_path)
    keys = KeyFile(files.keys)
    assert not keys.authorise("")
    for content in ("{", "[]", '{"keys": 3}', '{"keys": [1, {"sha256": 5}, {"sha256": ""}]}'):
        files.keys.write_text(content)
        assert not keys.authorise("")
        assert not keys.authorise("any")


def test_a_new_key_is_right_from_its_first_use(tmp_path):
    files = RunFiles(tmp_path)
    write_keys(files, "one")
    keys = KeyFile(files.keys)
    assert keys.authorise("one")
    write_keys(files, "one", "two")
    assert keys.authorise("two")


def test_a_revoked_key_is_refused_at_the_next_look(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.serve.key_file._LOOK_SECONDS", 0.0)
    files = RunFiles(tmp_path)
    write_keys(files, "one", "two")
    keys = KeyFile(files.keys)
    assert keys.authorise("one")
    write_keys(files, "two")
    assert not keys.authorise("one")
    files.keys.unlink()
    assert not keys.authorise("two")
