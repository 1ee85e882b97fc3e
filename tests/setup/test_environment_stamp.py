"""The verdict that lets a second start skip looking at every package."""

import os
from pathlib import Path

import pytest

from engine.setup import environment as module
from engine.setup.environment import Environment


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment's folder with nothing in it, and a pyproject.toml of its own."""
    project = tmp_path / "pyproject.toml"
    project.write_text("[project]\n")
    monkeypatch.setattr(module, "PYPROJECT", project)
    made = Environment(tmp_path / "venv")
    (made.folder / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    made.python.parent.mkdir(parents=True, exist_ok=True)
    made.python.touch()
    return made


def test_a_stamp_holds_for_what_it_was_written_for(environment):
    assert not environment.is_stamped([])
    environment.write_stamp(["test"])
    assert environment.is_stamped([])
    assert environment.is_stamped(["test"])


def test_a_stamp_without_the_tests_packages_does_not_hold_for_the_tests(environment):
    environment.write_stamp([])
    assert not environment.is_stamped(["test"])


def test_a_changed_pin_voids_the_stamp(environment, tmp_path):
    environment.write_stamp([])
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert not environment.is_stamped([])


def test_a_package_that_comes_or_goes_voids_the_stamp(environment):
    environment.write_stamp([])
    before = environment.packages.stat()
    (environment.packages / "new-1.dist-info").mkdir()
    os.utime(environment.packages, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert not environment.is_stamped([])


def test_an_unfinished_installation_voids_the_stamp(environment):
    environment.write_stamp([])
    environment.unfinished.touch()
    assert not environment.is_stamped([])


def test_a_broken_stamp_is_no_stamp(environment):
    environment.stamp.write_text('{"state": 3')
    assert not environment.is_stamped([])
