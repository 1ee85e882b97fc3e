"""Folders that appear and disappear as one."""

from pathlib import Path

import pytest

from engine.system.folders import delete_folder, made_whole, sweep_asides
from engine.system.naming import is_id, slug


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path):
    with pytest.raises(RuntimeError), made_whole(tmp_path / "a") as folder:
        (folder / "half").touch()
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with made_whole(tmp_path / "a") as folder:
        (folder / "file").touch()
        assert not (tmp_path / "a").exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "file"]
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_deleting_what_is_gone_is_no_error(tmp_path: Path):
    (tmp_path / "a").mkdir()
    delete_folder(tmp_path / "a")
    delete_folder(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_is_swept(tmp_path: Path):
    for name in (".aside-a-123", "kept"):
        (tmp_path / name).mkdir()
    sweep_asides(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Diabetes (2)", "diabetes-2"),
        ("Überfahrt", "uberfahrt"),
        ("数据", "data"),
        ("../../etc", "etc"),
        ("-", "data"),
    ],
)
def test_names_become_safe_ids(name: str, wanted: str):
    assert slug(name, "data") == wanted
    assert is_id(slug(name, "data"))


@pytest.mark.parametrize("text", ["", "..", "a/b", ".aside-a", "a b", "A", "a\0"])
def test_what_is_no_id_is_no_folder_of_ours(text: str):
    assert not is_id(text)
