"""The system's own package manager: which one there is, the command a person can run, and running it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_COMMANDS = {
    "apt": ("apt-get", "install", "-y"),
    "dnf": ("dnf", "install", "-y"),
    "zypper": ("zypper", "--non-interactive", "install"),
    "pacman": ("pacman", "-S", "--needed", "--noconfirm"),
}
_PROGRAMS = {"apt": "apt-get", "dnf": "dnf", "zypper": "zypper", "pacman": "pacman"}
_REFRESH = {"apt": ("apt-get", "update"), "pacman": ("pacman", "-Sy")}


@dataclass(frozen=True)
class InstallCommand:
    """One installation of system packages."""

    manager: str
    packages: tuple[str, ...]

    @property
    def argv(self) -> list[str]:
        return [*_COMMANDS[self.manager], *self.packages]

    @property
    def for_person(self) -> str:
        """The line to paste into a terminal."""
        program = "apt" if self.manager == "apt" else _PROGRAMS[self.manager]
        words = [
            word
            for word in _COMMANDS[self.manager][1:]
            if word not in ("-y", "--noconfirm", "--non-interactive")
        ]
        prefix = "" if is_root() else "sudo "
        return f"{prefix}{program} {' '.join([*words, *self.packages])}"


def manager() -> str | None:
    """``apt``, ``dnf``, ``zypper`` or ``pacman``: the first that is there."""
    return next((name for name, program in _PROGRAMS.items() if shutil.which(program)), None)


def install_command(packages: Sequence[str], only: str | None = None) -> InstallCommand | None:
    """How these packages are installed here; None without a known manager (or another than ``only``)."""
    found = manager()
    if found is None or (only and found != only):
        return None
    return InstallCommand(found, tuple(packages))


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def run_install(command: InstallCommand, yes: bool, log: Path, say: Callable[[str], None]) -> bool:
    """Install when we may: as root, or with ``--yes`` through sudo. True when it succeeded."""
    if not is_root() and not yes:
        return False
    rights = [] if is_root() else ["sudo"]
    say(f"Installing system packages: {' '.join(command.packages)}")
    refresh = _REFRESH.get(command.manager)
    if refresh:  # a fresh machine has no package lists; where this fails the old lists may still do
        _run([*rights, *refresh], log)
    return _run([*rights, *command.argv], log)


def _run(argv: Sequence[str], log: Path) -> bool:
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output:
        output.write(f"$ {' '.join(argv)}\n".encode())
        output.flush()
        try:
            done = subprocess.run(argv, stdout=output, stderr=subprocess.STDOUT, env=variables, check=False)
        except OSError as error:
            output.write(f"{error}\n".encode())
            return False
    return done.returncode == 0
