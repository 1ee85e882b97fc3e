"""The pins of pyproject.toml, read without a package."""

import sys
from pathlib import Path

import pytest

from engine.setup.environment import PYPROJECT
from engine.setup.pins import Pin, installed_version, read_pins, unmet


def write_project(folder: Path, dependencies: list[str], test: list[str] | None = None) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(
        f"[project]\nname = 'x'\ndependencies = {dependencies!r}\n[dependency-groups]\ntest = {test or []!r}\n"
    )
    return path


def test_every_dependency_of_the_project_is_an_exact_pin():
    names = {pin.name for pin in read_pins(PYPROJECT, ["test"])}
    assert {"torch", "pydantic", "PySide6-Essentials", "pytest", "ruff"} <= names


def test_a_package_with_a_version_per_python_is_pinned_once():
    assert [pin.name for pin in read_pins(PYPROJECT)].count("PySide6-Essentials") == 1


def test_markers_choose_what_applies_to_this_python(tmp_path):
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    project = write_project(
        tmp_path,
        [
            f"a==1; python_version >= '{here}'",
            f"b==1; python_version < '{here}'",
            f"c==1; python_version == '{here}' and sys_platform == '{sys.platform}'",
            "d==1; python_version >= '3.9'",
            f"e==1; sys_platform != '{sys.platform}'",
        ],
    )
    assert [pin.name for pin in read_pins(project)] == ["a", "c", "d"]


def test_groups_are_added_to_the_dependencies(tmp_path):
    project = write_project(tmp_path, ["a==1"], test=["b==2"])
    assert read_pins(project, ["test"]) == [Pin("a", "1"), Pin("b", "2")]


@pytest.mark.parametrize("line", ["a>=1", "a", "a~=1.0", "a @ file:///x"])
def test_what_is_not_an_exact_pin_is_refused(tmp_path, line):
    with pytest.raises(ValueError, match="exact pin"):
        read_pins(write_project(tmp_path, [line]))


def test_a_marker_that_is_not_understood_is_refused_rather_than_guessed(tmp_path):
    with pytest.raises(ValueError, match="marker"):
        read_pins(write_project(tmp_path, ["a==1; platform_machine == 'arm64'"]))


def test_a_missing_package_and_another_version_are_unmet():
    pytest_version = installed_version("pytest")
    assert unmet([Pin("no-such-package", "1"), Pin("pytest", "0.1")]) == [
        (Pin("no-such-package", "1"), None),
        (Pin("pytest", "0.1"), pytest_version),
    ]


def test_a_local_build_of_the_pinned_version_meets_the_pin(tmp_path, monkeypatch):
    _install_fake(tmp_path, "madeup", "2.13.0+cpu", record=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert unmet([Pin("madeup", "2.13.0")]) == []


def test_a_package_whose_installation_was_cut_off_counts_as_missing(tmp_path, monkeypatch):
    _install_fake(tmp_path, "cutoff", "1.0", record=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert unmet([Pin("cutoff", "1.0")]) == [(Pin("cutoff", "1.0"), None)]


def _install_fake(folder: Path, name: str, version: str, record: bool) -> None:
    information = folder / f"{name}-{version}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if record:
        (information / "RECORD").write_text("")
