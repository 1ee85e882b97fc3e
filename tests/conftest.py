"""What every test may use: a home of its own, and the real program started on it."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engine.system.paths import MAIN, Home
from engine.system.processes import job_marks


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A fresh home."""
    return Home(tmp_path / "home").create()


@pytest.fixture
def modelyard(home: Home) -> Iterator["Program"]:
    """The program on a fresh home; whatever it started is ended afterwards."""
    program = Program(home)
    yield program
    program.end_everything()


class Program:
    """``main.py`` as a person at a terminal uses it."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def start(self, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(MAIN), *arguments, "--home", str(self.home.root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def run(
        self, *arguments: str, timeout: float = 120, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, environment=environment)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def json(self, *arguments: str, timeout: float = 120) -> object:
        """The JSON value on the last line; the command must succeed."""
        done = self.run(*arguments, "--json", timeout=timeout)
        assert done.returncode == 0, (
            f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        )
        return last_json(done.stdout)

    def engine_pid(self) -> int:
        return json.loads(self.home.engine_file.read_text())["pid"]

    def processes(self) -> list[psutil.Process]:
        """Every live process of a job of this home, wherever it hangs in the tree."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def end_everything(self) -> None:
        if self.home.engine_file.exists():
            self.run("engine", "--stop", "--all", timeout=60)
        for process in self.processes():
            process.kill()

    def _is_ours(self, process: psutil.Process) -> bool:
        marks = job_marks(process)
        return marks is not None and marks[1] == str(self.home.root)


def last_json(output: str) -> object:
    """The last line of a command's standard output as JSON."""
    return json.loads(output.strip().splitlines()[-1])


@pytest.fixture
def wait_until() -> Callable[..., None]:
    return wait_for


def wait_for(condition: Callable[[], object], seconds: float = 30, what: str = "") -> None:
    """Wait for a condition, failing with its name when the deadline passes."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {what or condition}")
        time.sleep(0.02)
