"""macOS: an application folder whose program starts ours."""

import plistlib
import shlex
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from engine.setup.menu.entry import MenuEntry
from engine.system.paths import MAIN, RESOURCES

# An .icns file is a list of PNGs, each under the code of its size.
_ICNS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}


def macos_entry(command: Sequence[str], applications: Path | None = None) -> MenuEntry:
    """``Modelyard.app`` in the person's own Applications folder."""
    place = (applications or Path.home() / "Applications") / "Modelyard.app"
    contents = {
        place / "Contents" / "Info.plist": plistlib.dumps(_information()),
        place / "Contents" / "MacOS" / "modelyard": start_script(command).encode(),
        place / "Contents" / "Resources" / "modelyard.icns": icns(),
    }
    return MenuEntry(
        place=place,
        files=tuple(contents),
        install=partial(_install, contents),
        uninstall=partial(shutil.rmtree, place, ignore_errors=True),
        belongs_to_another=partial(_is_foreign, place),
    )


def start_script(command: Sequence[str]) -> str:
    """What a double click runs. Finder gives a bare PATH, so the command is absolute."""
    return f"#!/bin/sh\n# {MAIN}\nexec {shlex.join(command)}\n"


def icns() -> bytes:
    """The icon in Apple's container."""
    parts = b""
    for code, size in _ICNS.items():
        png = (RESOURCES / "icons" / f"modelyard-{size}.png").read_bytes()
        parts += code.encode() + (len(png) + 8).to_bytes(4, "big") + png
    return b"icns" + (len(parts) + 8).to_bytes(4, "big") + parts


def _information() -> dict[str, object]:
    return {
        "CFBundleName": "Modelyard",
        "CFBundleDisplayName": "Modelyard",
        "CFBundleIdentifier": "org.modelyard.Modelyard",
        "CFBundleExecutable": "modelyard",
        "CFBundleIconFile": "modelyard",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": "0.1.0",
        "NSHighResolutionCapable": True,
    }


def _install(contents: dict[Path, bytes]) -> None:
    for path, data in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if path.parent.name == "MacOS" else 0o644)


def _is_foreign(place: Path) -> bool:
    try:
        script = (place / "Contents" / "MacOS" / "modelyard").read_text(encoding="utf-8")
    except OSError:
        return False
    return f"# {MAIN}\n" not in script
