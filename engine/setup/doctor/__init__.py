"""What works on this machine. Looks, changes nothing, and runs before the environment is complete too."""

from collections.abc import Callable, Iterator
from pathlib import Path

from engine.setup.doctor.check import Check
from engine.setup.doctor.environment import check_packages, check_python, find_python
from engine.setup.doctor.home import check_disk, check_home, check_memory
from engine.setup.doctor.running_engine import check_engine
from engine.setup.doctor.screen import check_chinese, check_window
from engine.setup.doctor.torch import check_nvml, check_torch
from engine.system.paths import Home


def examine(home: Home) -> Iterator[Check]:
    """Every check, in the order of a first start; the slow ones yield when they are done."""
    python = find_python()
    yield check_python(python)
    packages = check_packages(python)
    yield packages
    yield from _when_there(python, (check_torch, check_nvml, check_window))
    yield check_chinese()
    yield check_home(home.root)
    yield check_disk(home.root)
    yield check_memory()
    yield check_engine(home.engine_file)


def _when_there(python: Path | None, checks: tuple[Callable[[Path], Check], ...]) -> Iterator[Check]:
    if python is not None:
        for check in checks:
            yield check(python)
