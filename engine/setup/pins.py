"""The pinned packages of pyproject.toml, and which of them an interpreter lacks."""

import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_PIN = re.compile(r"^\s*([A-Za-z0-9._-]+)\s*==\s*([^\s;]+)\s*(?:;\s*(.+))?$")
_CONDITION = re.compile(r"^(python_version|sys_platform)\s*(<=|>=|==|!=|<|>)\s*['\"]([^'\"]+)['\"]$")


@dataclass(frozen=True)
class Pin:
    """One package at the one version that is used."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"


def read_pins(pyproject: Path, groups: Iterable[str] = ()) -> list[Pin]:
    """The dependencies that apply to this Python, and those of the named dependency groups."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    return [pin for line in lines if (pin := _pin(line))]


def unmet(pins: Iterable[Pin]) -> list[tuple[Pin, str | None]]:
    """The pins this interpreter does not meet, each with the version that is there instead."""
    found = [(pin, installed_version(pin.name)) for pin in pins]
    return [(pin, version) for pin, version in found if not _meets(version, pin.version)]


def installed_version(name: str) -> str | None:
    """Version of an installed package; None when it is absent or was only half installed."""
    try:
        distribution = metadata.distribution(name)
        # pip writes RECORD last: without it the package was cut off while being installed.
        return distribution.version if distribution.read_text("RECORD") is not None else None
    except (metadata.PackageNotFoundError, KeyError):
        return None


def _meets(version: str | None, wanted: str) -> bool:
    """A local part (2.13.0+cpu) is a build of the version, not another version."""
    return version is not None and version.partition("+")[0] == wanted


def _pin(line: str) -> Pin | None:
    match = _PIN.match(line)
    if not match:
        raise ValueError(f"pyproject.toml: {line!r} is not an exact pin (name==version)")
    name, version, marker = match.groups()
    return Pin(name, version) if not marker or _applies(marker) else None


def _applies(marker: str) -> bool:
    return all(_holds(part.strip()) for part in marker.split(" and "))


def _holds(condition: str) -> bool:
    match = _CONDITION.match(condition)
    if not match:
        raise ValueError(f"pyproject.toml: the marker {condition!r} is not understood")
    variable, operator, wanted = match.groups()
    if variable == "sys_platform":
        return (sys.platform == wanted) == (operator == "==")
    here, there = sys.version_info[:2], tuple(int(part) for part in wanted.split("."))
    return {
        "<": here < there,
        "<=": here <= there,
        "==": here == there,
        "!=": here != there,
        ">=": here >= there,
        ">": here > there,
    }[operator]
