"""The system libraries Qt loads on Linux, and the packages that bring them."""

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

# What each library is called by the dynamic linker, and its package per package manager.
# Measured on Debian 12; the wheel brings everything else.
_ALWAYS = {
    "libEGL.so.1": {"apt": "libegl1", "dnf": "libglvnd-egl", "zypper": "Mesa-libEGL1", "pacman": "libglvnd"},
    "libGL.so.1": {"apt": "libgl1", "dnf": "libglvnd-glx", "zypper": "Mesa-libGL1", "pacman": "libglvnd"},
    "libglib-2.0.so.0": {"apt": "libglib2.0-0", "dnf": "glib2", "zypper": "libglib-2_0-0", "pacman": "glib2"},
    "libdbus-1.so.3": {"apt": "libdbus-1-3", "dnf": "dbus-libs", "zypper": "libdbus-1-3", "pacman": "dbus"},
    "libfontconfig.so.1": {
        "apt": "libfontconfig1",
        "dnf": "fontconfig",
        "zypper": "libfontconfig1",
        "pacman": "fontconfig",
    },
    "libxkbcommon.so.0": {
        "apt": "libxkbcommon0",
        "dnf": "libxkbcommon",
        "zypper": "libxkbcommon0",
        "pacman": "libxkbcommon",
    },
}
_ON_X = {
    "libxcb-cursor.so.0": {
        "apt": "libxcb-cursor0",
        "dnf": "xcb-util-cursor",
        "zypper": "libxcb-cursor0",
        "pacman": "xcb-util-cursor",
    },
    "libxcb-icccm.so.4": {
        "apt": "libxcb-icccm4",
        "dnf": "xcb-util-wm",
        "zypper": "libxcb-icccm4",
        "pacman": "xcb-util-wm",
    },
    "libxcb-keysyms.so.1": {
        "apt": "libxcb-keysyms1",
        "dnf": "xcb-util-keysyms",
        "zypper": "libxcb-keysyms1",
        "pacman": "xcb-util-keysyms",
    },
    "libxkbcommon-x11.so.0": {
        "apt": "libxkbcommon-x11-0",
        "dnf": "libxkbcommon-x11",
        "zypper": "libxkbcommon-x11-0",
        "pacman": "libxkbcommon-x11",
    },
    "libxcb-shape.so.0": {
        "apt": "libxcb-shape0",
        "dnf": "libxcb",
        "zypper": "libxcb-shape0",
        "pacman": "libxcb",
    },
    "libxcb-xkb.so.1": {"apt": "libxcb-xkb1", "dnf": "libxcb", "zypper": "libxcb-xkb1", "pacman": "libxcb"},
}
# Only suggested: without it Chinese texts show boxes.
CJK_FONT = {
    "apt": "fonts-noto-cjk",
    "dnf": "google-noto-sans-cjk-fonts",
    "zypper": "noto-sans-cjk-fonts",
    "pacman": "noto-fonts-cjk",
}


def missing_libraries(variables: Mapping[str, str] = os.environ) -> list[str]:
    """Libraries Qt needs here that the system does not have; empty where Qt brings all of them."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in needed(variables) if not _loads(name)]


def needed(variables: Mapping[str, str]) -> list[str]:
    """Libraries by their linker names; those of X only where the window would open on X."""
    platform = variables.get("QT_QPA_PLATFORM", "")
    on_x = platform.startswith("xcb") or (not platform and bool(variables.get("DISPLAY")))
    return [*_ALWAYS, *(_ON_X if on_x else ())]


def packages_of(libraries: Iterable[str], manager: str) -> list[str]:
    """The packages that bring these libraries, each once."""
    known = {**_ALWAYS, **_ON_X}
    return list(dict.fromkeys(known[name][manager] for name in libraries))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
