"""The home folder, its disk, and the memory. Standard library alone."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from engine.setup.doctor.check import Check
from engine.setup.progress import size

# SQLite and file locks are not to be trusted there.
NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "afpfs",
)
_LITTLE, _TOO_LITTLE = 5e9, 2e8  # bytes: a few models and checkpoints; not even a small run


def check_home(home: Path) -> Check:
    """Whether files can be made there, and what kind of disk it is."""
    folder = nearest(home)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".modelyard-doctor-"):
            pass
    except OSError as error:
        return Check(
            "home", "broken", f"{home} cannot be written to: {error.strerror}", "Choose another with --home."
        )
    kind = file_system(folder)
    details = {"path": str(home), "file_system": kind}
    if kind in NETWORK:
        return Check(
            "home", "warning", f"{home} is on a network file system ({kind})", "Choose a local disk.", details
        )
    return Check("home", "works", f"{home}{f' ({kind})' if kind else ''}", details=details)


def check_disk(home: Path) -> Check:
    """Free space where runs and models go."""
    try:
        free = shutil.disk_usage(nearest(home)).free
    except OSError as error:
        return Check("disk", "warning", f"unknown: {error.strerror}")
    state = "works" if free >= _LITTLE else "warning" if free >= _TOO_LITTLE else "broken"
    advice = "" if state == "works" else "Free some space, or choose another home with --home."
    return Check("disk", state, f"{size(free)} free", advice, {"free": free})


def check_memory() -> Check:
    """Memory of the machine; unknown where the standard library cannot tell."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return Check("memory", "works", "unknown")
    details = {"total": total}
    if total < 2e9:
        return Check(
            "memory", "warning", f"{size(total)}", "Two gigabytes are little; choose small models.", details
        )
    return Check("memory", "works", f"{size(total)}", details=details)


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Kind of the file system a folder is on; None where the system does not say."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best: tuple[int, str] | None = None
    resolved = folder.resolve()
    for line in lines:
        fields = line.split(" ")
        point = Path(fields[1].replace("\\040", " "))
        if (point == resolved or point in resolved.parents) and (best is None or len(point.parts) >= best[0]):
            best = (len(point.parts), fields[2])
    return best[1] if best else None
