"""``main.py test``: run the tests as CI does; what follows goes to pytest."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from engine.system.paths import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Everything else goes to pytest: main.py test tests/jobs -k queue"


def run(arguments: argparse.Namespace) -> int:
    """Run pytest in the checkout, without a display; returns its exit status."""
    command = [sys.executable, "-m", "pytest", *defaults(arguments.pytest), *arguments.pytest]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def defaults(given: Sequence[str]) -> list[str]:
    """Two processes, and no test that takes minutes, unless the arguments say otherwise."""
    chosen = []
    if not any(option.startswith(("-n", "--numprocesses", "--pdb")) for option in given):
        chosen += ["-n", "2"]
    if not any(option.startswith("-m") for option in given):
        chosen += ["-m", "not slow"]
    return chosen
