"""A home is known by the name that the system gives it."""

import os

import pytest

from engine.system.paths import Home


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("given", [True, False], ids=["given", "by default"])
def test_a_home_behind_a_link_goes_by_its_real_name(tmp_path, monkeypatch, given):
    """The kernel names a process's log by its real path, and the process is known by that."""
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.delenv("MODELYARD_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "link"))
    monkeypatch.setattr("sys.platform", "linux")
    home = Home.resolve(str(tmp_path / "link" / "modelyard") if given else None)
    assert home.root == (tmp_path / "data" / "modelyard").resolve()
