"""Name, size and sha256 of the files of a folder, in the form that checkpoints and models keep beside them."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from engine.system.files import sha256_of

MANIFEST = "manifest.json"


def manifest_of(folder: Path, names: Iterable[str]) -> dict[str, Any]:
    """What the files hold now; read back from the disk, so that what was written is also what was checked."""
    return {
        "files": [
            {"name": name, "size": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
            for name in names
        ]
    }


def damaged_file(folder: Path, manifest: dict[str, Any]) -> str | None:
    """The first file that is absent or not what the manifest says; None when all are right."""
    for entry in manifest.get("files") or [{"name": MANIFEST}]:
        path = folder.joinpath(
            *(part for part in PurePosixPath(entry["name"]).parts if part not in ("/", ".."))
        )
        if (
            not path.is_file()
            or path.stat().st_size != entry.get("size")
            or sha256_of(path) != entry.get("sha256")
        ):
            return entry["name"]
    return None
