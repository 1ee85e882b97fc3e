"""Before a command runs: find the complete environment, or make it, and go on in its Python."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from engine.setup.environment import (
    PYPROJECT,
    Environment,
    private_environment,
    running_is_stamped,
    stamp_running,
)
from engine.system.paths import MAIN

GROUPS_OF_COMMAND = {"test": ("test",)}


def prepare(command: str, options: Sequence[str], may_install: bool = True) -> int | None:
    """None when this process can do the command, else the exit status of the set-up that failed.

    Where another Python is the complete one, this does not return: the command goes on there.
    """
    groups = GROUPS_OF_COMMAND.get(command, ())
    environment = private_environment()
    if environment.is_running():
        if environment.is_stamped(groups) or _is_complete(environment, groups):
            return None
    elif running_is_stamped(groups):
        return None
    elif environment.is_stamped(groups):
        _go_on_in(environment.python, command, options)
    elif _is_complete(None, groups):
        return None
    return _set_up(environment, groups, command, options, may_install)


def _is_complete(environment: Environment | None, groups: Sequence[str]) -> bool:
    """Look at every package of the interpreter we run in; remember it when it has them all."""
    from engine.setup.pins import read_pins, unmet

    if environment and environment.unfinished.exists():
        return False
    if unmet(read_pins(PYPROJECT, groups)):
        return False
    environment.write_stamp(groups) if environment else stamp_running(groups)
    return True


def _set_up(
    environment: Environment, groups: Sequence[str], command: str, options: Sequence[str], may_install: bool
) -> int | None:
    from engine.setup.build import build

    if not may_install:
        print("Modelyard is not set up yet. Start it once without --help: python3 main.py", file=sys.stderr)
        return 1
    status = build(environment, groups, command, options)
    if status:
        return status
    if not environment.is_running():
        _go_on_in(environment.python, command, options)
    return None


def _go_on_in(python: Path, command: str, options: Sequence[str]) -> NoReturn:
    """Replace this process by the environment's Python, isolated from the shell's PYTHON* variables."""
    arguments = [str(python), "-I", str(MAIN), command, *options]
    if os.name == "nt":  # execv there starts a second process and returns the prompt at once
        sys.exit(subprocess.run(arguments, check=False).returncode)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(str(python), arguments)  # noqa: S606 - an argv list we built
