"""The entry in the applications menu, per platform: what files it is made of, putting and removing them."""

import contextlib
import os
import sys
from pathlib import Path

from engine.setup.menu.entry import MenuEntry
from engine.system.paths import MAIN


def this_platforms_entry(home: str | None = None) -> MenuEntry:
    """The entry that starts this checkout with the Python that made it."""
    command = [
        _python(),
        str(MAIN),
        "app",
        *(["--home", str(Path(home).expanduser().resolve())] if home else []),
    ]
    if sys.platform == "win32":
        from engine.setup.menu.windows import windows_entry

        return windows_entry(command)
    if sys.platform == "darwin":
        from engine.setup.menu.macos import macos_entry

        return macos_entry(command)
    from engine.setup.menu.linux import linux_entry

    return linux_entry(command)


def _python() -> str:
    """Outlives the private environment, which a later start may make anew."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    windowed = Path(base).with_name("pythonw.exe")
    return str(windowed) if os.name == "nt" and windowed.exists() else str(base)


def remove_empty_folders(folder: Path, up_to: Path) -> None:
    """Remove ``folder`` and the folders above it, below ``up_to``, that are empty."""
    while folder != up_to and up_to in folder.parents:
        with contextlib.suppress(OSError):
            folder.rmdir()
        folder = folder.parent
