"""Makes the private environment, or mends one whose making was cut off.

Every step can be killed: what is half done carries a mark, and the next start begins that part anew.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from engine.setup.environment import PROBE, Environment
from engine.setup.error import SetupError
from engine.setup.face import Face
from engine.setup.lock import SetupLock
from engine.setup.packages import Pip, Wanted, follow, installed_count, sizes_of
from engine.setup.progress import Download, Progress, size
from engine.setup.system_packages import install_command, run_install
from engine.system.paths import ROOT

STEPS = 4
# Unpacked, the packages are about three times their download.
UNPACKED = 3.5


class Build:
    """One set-up of an environment, shown on a face."""

    def __init__(
        self, environment: Environment, groups: Sequence[str], log: Path, face: Face, yes: bool
    ) -> None:
        self._environment, self._groups, self._log, self._face, self._yes = (
            environment,
            groups,
            log,
            face,
            yes,
        )
        self._pip: Pip | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Stop at the next occasion; called from another thread."""
        self._cancelled = True
        if self._pip is not None:
            self._pip.cancel()

    def run(self) -> None:
        """Leave a complete, stamped environment, or raise SetupError, OSError or KeyboardInterrupt."""
        folder = self._environment.folder
        try:
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            lock = SetupLock(folder / "modelyard.lock", self._say_waiting, lambda: self._cancelled)
            with lock:
                if not self._is_complete():
                    self._make(lock)
                    self._face.say("Modelyard is set up.")
                self._environment.write_stamp(self._groups)
        except PermissionError as error:
            raise SetupError(
                f"{folder} cannot be written to.",
                f"{error.strerror}.",
                "Give this account the permission, or use a checkout of your own.",
            ) from None

    def _make(self, lock: SetupLock) -> None:
        self._face.say(
            f"Setting up Modelyard in {self._environment.folder}. This happens once. Log: {self._log}"
        )
        self._show(1, "Making the environment")
        if self._environment.unfinished.exists() or not self._has_pip():
            self._clear()
            self._environment.unfinished.touch()
            self._make_venv()
            self._environment.unfinished.unlink()
        self._pip = Pip(self._environment, self._log, lock.fileno())
        if self._cancelled:
            raise KeyboardInterrupt
        self._pip.renew()
        self._install(self._resolve())
        missing = self._missing()
        if missing:
            raise SetupError(
                "The packages are not what was asked for.",
                "; ".join(
                    f"{name} {wanted} wanted, {found or 'none'} found" for name, wanted, found in missing
                ),
                f"Start again. Details: {self._log}",
            )

    def _resolve(self) -> list[Wanted]:
        self._show(2, "Finding the packages")
        download = Download({})

        def on_line(line: str) -> None:
            follow(download, line, time.monotonic())
            name = download.current.partition("-")[0]
            self._show(2, "Finding the packages", name, done=download.done, in_bytes=True, rate=download.rate)

        pins = [f"{name}=={version}" for name, version, _ in self._missing()]
        return self._pip_or_fail().resolve(pins, on_line)

    def _install(self, wanted: Sequence[Wanted]) -> None:
        sizes = sizes_of(wanted)
        self._check_space(sum(sizes.values()))
        download = Download(sizes, len(wanted))
        self._show(3, "Downloading", done=0, total=download.total, in_bytes=True)
        self._environment.unfinished.touch()
        before = installed_count(self._environment)

        def on_line(line: str) -> None:
            names = follow(download, line, time.monotonic())
            if names is not None:
                self._face.watch(lambda: self._installing(before, len(names)))
            if download.is_over:
                return
            name = download.current.partition("-")[0]
            self._show(
                3,
                "Downloading",
                name,
                done=download.done,
                total=download.total,
                in_bytes=True,
                rate=download.rate,
                seconds_left=download.seconds_left,
            )

        try:
            self._pip_or_fail().install(wanted, on_line)
        finally:
            self._face.watch(None)
        self._environment.unfinished.unlink()

    def _installing(self, before: int, packages: int) -> Progress:
        done = installed_count(self._environment) - before
        return Progress(4, STEPS, "Installing", "", max(0, min(done, packages)), packages)

    def _pip_or_fail(self) -> Pip:
        if self._pip is None:
            raise SetupError("The environment has no pip.")
        return self._pip

    def _is_complete(self) -> bool:
        return not self._environment.unfinished.exists() and self._has_pip() and not self._missing()

    def _has_pip(self) -> bool:
        """Whether the environment's interpreter starts, is ours in version, and finds its pip."""
        code = "import sys, pip; print(sys.version_info[:2] >= (3, 11))"
        return self._ask(["-c", code]) == "True"

    def _missing(self) -> list[tuple[str, str, str | None]]:
        answer = self._ask([str(PROBE), str(ROOT), *self._groups])
        if answer is None:
            raise SetupError(
                "The environment does not answer.", "", f"Delete {self._environment.folder} and start again."
            )
        return [tuple(row) for row in json.loads(answer)]

    def _ask(self, arguments: Sequence[str]) -> str | None:
        try:
            answer = subprocess.run(
                [str(self._environment.python), "-I", *arguments],
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip()

    def _clear(self) -> None:
        """Remove all but the lock, which is held."""
        for entry in self._environment.folder.iterdir():
            if entry.name == "modelyard.lock":
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def _make_venv(self) -> None:
        if find_spec("ensurepip") is None or find_spec("venv") is None:
            self._bring_venv()
        made = subprocess.run(
            [sys.executable, "-I", "-m", "venv", str(self._environment.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        with self._log.open("a", encoding="utf-8") as log:
            log.write(made.stdout + made.stderr)
        if made.returncode != 0:
            raise SetupError(
                "The environment could not be made.",
                (made.stderr or made.stdout).strip().rpartition("\n")[2],
                f"Details: {self._log}",
            )

    def _bring_venv(self) -> None:
        """Debian and Ubuntu keep venv's pip in a package of its own."""
        command = install_command([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], only="apt")
        if command is None:
            raise SetupError(
                "Python's venv module is missing.",
                f"{sys.executable} came without it.",
                "Install it (it is part of Python itself), or start with a Python from python.org.",
            )
        if not run_install(command, self._yes, self._log, self._face.say):
            raise SetupError(
                "Python's venv module is missing.",
                "This system keeps it in a package of its own.",
                f"Run this, then start again: {command.for_person}",
            )

    def _check_space(self, download: int) -> None:
        needed = int(download * UNPACKED)
        free = shutil.disk_usage(self._environment.folder).free
        if free < needed:
            raise SetupError(
                "There is not enough space on the disk.",
                f"The packages need about {size(needed)}, {size(free)} are free in {self._environment.folder}.",
                "Free some space and start again.",
            )

    def _show(self, step: int, title: str, detail: str = "", **numbers: object) -> None:
        self._face.show(Progress(step, STEPS, title, detail, **numbers))  # type: ignore[arg-type]

    def _say_waiting(self) -> None:
        self._face.say("Another start of Modelyard is setting up this environment; waiting for it.")


def sweep_log(log: Path) -> None:
    """Keep the log of the last set-ups from growing without end."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > 4 << 20:
            os.replace(log, log.with_suffix(".old.log"))  # noqa: PTH105
