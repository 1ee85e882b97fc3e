"""A durable write replayed up to every instant a crash could come: the old content or the new, never half."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.system import files as files_module
from engine.system.files import read_json, write_durably, write_json
from engine.system.paths import ROOT

pytestmark = pytest.mark.fault

OLD, NEW = b"old" * 10, b"new content " * 50


class Journal:
    """What a write asks of the file system, in order; and what a crash after any of it can leave."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[tuple[str, ...]] = []
        fsync, replace = os.fsync, Path.replace

        def noted_fsync(descriptor: int) -> None:
            self.done.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
            fsync(descriptor)

        def noted_replace(path: Path, target: Path) -> Path:
            self.done.append(("rename", path.name, target.name))
            return replace(path, target)

        monkeypatch.setattr(files_module.os, "fsync", noted_fsync)
        monkeypatch.setattr(Path, "replace", noted_replace)

    def aftermaths(self, folder: Path) -> Iterator[dict[str, bytes]]:
        """Every content of the folder that a power cut can leave: what was not synced survives in any form."""
        for instant in range(len(self.done) + 1):
            before = self.done[:instant]
            is_renamed = any(step[0] == "rename" for step in before)
            is_synced = any(step[0] == "sync" and step[1].endswith(".tmp") for step in before)
            is_settled = ("sync", folder.name) in before
            contents = [NEW] if is_synced else [b"", NEW[:99], bytes(len(NEW)), NEW]
            for content in contents:
                if not is_settled:
                    yield {"file": OLD, "aside.tmp": content}
                if is_renamed:
                    yield {"file": content}


def test_a_power_cut_at_any_instant_shows_the_old_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_bytes(OLD)
    journal = Journal(monkeypatch)
    write_durably(folder / "file", NEW)
    seen = list(journal.aftermaths(folder))
    assert len(journal.done) == 3
    assert {left["file"] for left in seen} == {OLD, NEW}
    assert seen[-1] == {"file": NEW}, "a write that returned has happened"


@pytest.mark.parametrize("action", ["kill9", "enospc", "raise"])
def test_a_write_that_dies_before_its_rename_leaves_the_old(tmp_path: Path, action: str):
    path = tmp_path / "file"
    path.write_bytes(OLD)
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path; from engine.system.files import write_durably\n"
        f"write_durably(Path({str(path)!r}), b'new')"
    )
    environment = {**os.environ, "MODELYARD_FAULT": f"files.before_rename:{action}"}
    done = subprocess.run([sys.executable, "-I", "-c", code], env=environment, capture_output=True)
    assert done.returncode == (-9 if action == "kill9" else 1)
    assert path.read_bytes() == OLD
    left = [found.name for found in tmp_path.iterdir() if found.name != "file"]
    assert len(left) == (1 if action == "kill9" else 0), "only a kill leaves its aside file"


def test_files_are_their_owners_alone_and_never_follow_a_link(tmp_path: Path):
    target = tmp_path / "target"
    target.write_text("kept")
    link = tmp_path / "file"
    link.symlink_to(target)
    write_json(link, 1)
    assert target.read_text() == "kept"
    assert not link.is_symlink()
    assert link.stat().st_mode & 0o077 == 0


def test_what_is_not_json_is_refused_and_read_as_nothing(tmp_path: Path):
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "file", float("nan"))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "half").write_text('{"a": ')
    assert read_json(tmp_path / "half") is None
    assert read_json(tmp_path / "absent") is None
