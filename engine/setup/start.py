"""Before a command runs: find the complete environment, or make it, and go on in its Python."""

import os
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
WITH_WINDOW = ("app", "test")  # these load Qt


def prepare(command: str, options: Sequence[str], may_install: bool = True) -> int:
    """0 when this process can do the command, else the exit status of the set-up that failed.

    Where another Python is the complete one, this does not return: the command goes on there.
    """
    groups = GROUPS_OF_COMMAND.get(command, ())
    environment = private_environment()
    if not _can_stay(environment, groups):
        status = _set_up(environment, groups, command, options, may_install)
        if status != 0:
            return status
        _go_on_in(environment.python, command, options)
    return _bring_libraries(options) if command in WITH_WINDOW and may_install else 0


def _can_stay(environment: Environment, groups: Sequence[str]) -> bool:
    """Whether the interpreter we run in is complete; where it is not our own, our own comes first."""
    if environment.is_running():
        return environment.is_stamped(groups) or _is_complete(environment, groups)
    if running_is_stamped(groups):
        return True
    return not environment.is_stamped(groups) and _is_complete(None, groups)


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
) -> int:
    """Make the environment complete where it is not."""
    if environment.is_stamped(groups):
        return 0
    if not may_install:  # help needs not every package: our Python, where there is one, will do
        if environment.python.exists() and not environment.is_running():
            return 0
        print("Modelyard is not set up yet; start it once without --help.", file=sys.stderr)
        return 1
    if environment.is_running():  # mending may remove the very interpreter we run in
        _go_on_in(Path(sys._base_executable), command, options)
    from engine.setup.first_start import set_up

    return set_up(environment, groups, command, options)


def _bring_libraries(options: Sequence[str]) -> int:
    """Qt ends the process without a word when one is missing; loading them here costs it nothing later."""
    from engine.setup.libraries import missing_libraries

    if not missing_libraries():
        return 0
    from engine.setup.first_start import bring_libraries

    return bring_libraries(options)


def _go_on_in(python: Path, command: str, options: Sequence[str]) -> NoReturn:
    """Replace this process by the environment's Python, isolated from the shell's PYTHON* variables."""
    arguments = [str(python), "-I", str(MAIN), command, *options]
    if os.name == "nt":  # execv there starts a second process and returns the prompt at once
        import subprocess

        sys.exit(subprocess.run(arguments, check=False).returncode)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(str(python), arguments)  # noqa: S606 - an argv list we built
