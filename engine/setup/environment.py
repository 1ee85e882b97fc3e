"""Where the packages live: the interpreter we run in, or a private environment beside the checkout.

Looking at every package takes a tenth of a second, so the verdict is kept in a stamp. It holds for
one pyproject.toml, one interpreter and one state of its packages folder.
"""

import json
import os
import sys
import sysconfig
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.system.paths import ROOT, user_data_folder

PYPROJECT = ROOT / "pyproject.toml"
PROBE = Path(__file__).with_name("probe.py")


@dataclass(frozen=True)
class Environment:
    """A folder made by ``python -m venv``."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.folder / "modelyard.json"

    @property
    def unfinished(self) -> Path:
        """There while packages are being installed; found at a start, it means that was cut off."""
        return self.folder / "modelyard-unfinished"

    @property
    def packages(self) -> Path:
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        found = sorted((self.folder / "lib").glob("python3.*/site-packages"))
        return found[0] if len(found) == 1 else self.folder / "lib" / version / "site-packages"

    def is_running(self) -> bool:
        """Whether this process already runs in it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_stamped(self, groups: Iterable[str]) -> bool:
        """Whether it was found complete, and nothing it depends on has changed since."""
        if self.unfinished.exists() or not self.python.exists():
            return False
        return _stamp_holds(self.stamp, self.packages, groups)

    def write_stamp(self, groups: Iterable[str]) -> None:
        _write_stamp(self.stamp, self.packages, groups)


def private_environment() -> Environment:
    """``.venv`` in the checkout; in the user's data folder where the checkout cannot be written to."""
    beside = ROOT / ".venv"
    if beside.exists() or os.access(ROOT, os.W_OK):
        return Environment(beside)
    return Environment(user_data_folder() / "modelyard" / f"environment-{_mark(os.fsencode(ROOT))}")


def running_is_stamped(groups: Iterable[str]) -> bool:
    """Whether the interpreter we run in, not our own environment, was found complete before."""
    return _stamp_holds(_running_stamp(), _running_packages(), groups)


def stamp_running(groups: Iterable[str]) -> None:
    """Remember that the interpreter we run in is complete."""
    _running_stamp().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_stamp(_running_stamp(), _running_packages(), groups)


def _running_stamp() -> Path:
    mark = _mark(os.fsencode(sys.prefix) + b"\0" + os.fsencode(ROOT))
    return user_data_folder() / "modelyard" / "interpreters" / f"{mark}.json"


def _running_packages() -> Path:
    return Path(sysconfig.get_path("purelib"))


def _stamp_holds(stamp: Path, packages: Path, groups: Iterable[str]) -> bool:
    try:
        known = json.loads(stamp.read_bytes())
        return known["state"] == _state(packages) and set(groups) <= set(known["groups"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_stamp(stamp: Path, packages: Path, groups: Iterable[str]) -> None:
    aside = stamp.with_name(f".{stamp.name}.{os.getpid()}")
    aside.write_text(json.dumps({"state": _state(packages), "groups": sorted(groups)}), encoding="utf-8")
    aside.replace(stamp)


def _state(packages: Path) -> list[str]:
    """Changes with the pins, and whenever a package is added to or removed from the folder."""
    return [_mark(PYPROJECT.read_bytes()), str(packages), str(packages.stat().st_mtime_ns)]


def _mark(content: bytes) -> str:
    """Tells one content from another; hashlib would take a tenth of a second start's time to import."""
    return f"{zlib.crc32(content):08x}-{len(content)}"
