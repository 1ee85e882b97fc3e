"""The interpreter and the pinned packages."""

import sys
from pathlib import Path

from engine.setup.doctor.check import Check, ask
from engine.setup.environment import PROBE, PYPROJECT, private_environment, running_is_stamped
from engine.setup.pins import read_pins, unmet
from engine.system.paths import ROOT

_SET_UP = "Start once with “python3 main.py”; it installs them."


def find_python() -> Path | None:
    """The interpreter that runs would use: ours, else the one we run in when it is complete."""
    environment = private_environment()
    if not environment.is_running() and (running_is_stamped(()) or not unmet(read_pins(PYPROJECT))):
        return Path(sys.executable)
    return environment.python if environment.python.exists() else None


def check_python(python: Path | None) -> Check:
    """Which interpreter, and whether there is an environment."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if python is None:
        return Check("Python", "warning", f"{version}, no environment yet", _SET_UP, {"version": version})
    return Check(
        "Python", "works", f"{version}, {python}", details={"version": version, "python": str(python)}
    )


def check_packages(python: Path | None) -> Check:
    """Every pinned package against its pin."""
    pins = read_pins(PYPROJECT)
    wanted = {pin.name: pin.version for pin in pins}
    if python is None:
        return Check("packages", "broken", f"{len(pins)} are not installed", _SET_UP, {"wanted": wanted})
    if private_environment().unfinished.exists() and private_environment().python == python:
        return Check(
            "packages",
            "broken",
            "the last set-up was cut off",
            "Start once with “python3 main.py”; it mends that.",
        )
    missing, why = ask(python, [str(PROBE), str(ROOT)])
    if missing is None:
        return Check("packages", "broken", f"the environment does not answer: {why}", _SET_UP)
    if missing:
        words = ", ".join(f"{name} {pin} ({found or 'none'} found)" for name, pin, found in missing)
        return Check("packages", "broken", f"not as pinned: {words}", _SET_UP, {"missing": missing})
    return Check("packages", "works", f"all {len(pins)} as pinned", details={"versions": wanted})
