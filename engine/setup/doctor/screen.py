"""Whether the window could open. A server without a screen trains all the same, so this only warns."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.setup.doctor.check import Check, ask
from engine.setup.libraries import CJK_FONT, missing_libraries, packages_of
from engine.setup.system_packages import install_command, manager

_OPEN = """
import json, sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtCore import qVersion
application = QGuiApplication(sys.argv[:1])
print(json.dumps({"platform": application.platformName(), "version": qVersion()}))
"""


def check_window(python: Path) -> Check:
    """Qt's libraries, and its platform plugin on this display (offscreen where there is none)."""
    missing = missing_libraries()
    if missing:
        found = manager()
        command = install_command(packages_of(missing, found)) if found else None
        advice = command.for_person if command else "Install them."
        return Check("window", "warning", f"Qt lacks {', '.join(missing)}", advice, {"missing": missing})
    variables = dict(os.environ)
    if not _has_display():
        variables["QT_QPA_PLATFORM"] = "offscreen"
    facts, why = ask(python, ["-c", _OPEN], variables)
    if facts is None:
        return Check(
            "window", "warning", f"Qt does not start: {why}", "Runs and the command line work without it."
        )
    shown = "no display; offscreen" if not _has_display() else facts["platform"]
    return Check("window", "works", f"Qt {facts['version']}, {shown}", details=facts)


def check_chinese() -> Check:
    """A font for 简体中文; without it those texts are boxes."""
    if not sys.platform.startswith("linux") or not shutil.which("fc-list"):
        return Check("fonts", "works", "the system's own")
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"],  # noqa: S607 - the system's own, wherever it stands
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.stdout.strip():
        return Check("fonts", "works", "one for Chinese is there")
    found = manager()
    command = install_command([CJK_FONT[found]]) if found else None
    return Check(
        "fonts", "warning", "none for Chinese", command.for_person if command else "Install Noto Sans CJK."
    )


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
