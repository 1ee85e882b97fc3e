"""Windows: a shortcut in the Start menu, made by the shell's own COM object through PowerShell."""

import os
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from engine.setup.error import SetupError
from engine.setup.menu.entry import MenuEntry
from engine.system.paths import MAIN, RESOURCES

# The values come in as environment variables: no path can break out of the script.
_MAKE = """
$ErrorActionPreference = 'Stop'
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($env:MODELYARD_LINK)
$shortcut.TargetPath = $env:MODELYARD_TARGET
$shortcut.Arguments = $env:MODELYARD_ARGUMENTS
$shortcut.WorkingDirectory = $env:MODELYARD_FOLDER
$shortcut.IconLocation = $env:MODELYARD_ICON
$shortcut.Description = 'Train models on your own data, and serve them'
$shortcut.Save()
"""


def windows_entry(command: Sequence[str], programs: Path | None = None) -> MenuEntry:
    """``Modelyard.lnk`` among the person's own programs."""
    start_menu = (
        Path(os.environ.get("APPDATA", Path.home())) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    )
    place = (programs or start_menu) / "Modelyard.lnk"
    return MenuEntry(
        place=place,
        files=(place,),
        install=partial(_install, place, command),
        uninstall=partial(place.unlink, missing_ok=True),
        belongs_to_another=lambda: False,
    )


def shortcut_variables(place: Path, command: Sequence[str]) -> dict[str, str]:
    """What the script reads."""
    return {
        "MODELYARD_LINK": str(place),
        "MODELYARD_TARGET": command[0],
        "MODELYARD_ARGUMENTS": subprocess.list2cmdline(command[1:]),
        "MODELYARD_FOLDER": str(MAIN.parent),
        "MODELYARD_ICON": str(RESOURCES / "icons" / "modelyard.ico"),
    }


def _install(place: Path, command: Sequence[str]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _MAKE],  # noqa: S607 - a part of Windows
        env={**os.environ, **shortcut_variables(place, command)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupError("The shortcut could not be made.", done.stderr.strip())
