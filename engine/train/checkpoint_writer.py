"""Writes one checkpoint while training goes on: every rank its own part, then the first rank makes it whole.

The ranks share no message for it: each part is complete once its index lies beside it, and the first rank waits for
all indexes. Written aside, synced, hashed as read back, renamed; so present means complete.
"""

import contextlib
import errno
import json
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import save_file

from engine.schema.problem import UserError
from engine.system.faultpoint import faultpoint
from engine.system.files import read_json, sync_file, sync_folder, write_json
from engine.system.manifest import MANIFEST, manifest_of
from engine.train.held import Held

PARTS_PATIENCE = 600.0  # seconds; a rank that died meanwhile ends this process too
_POLL = 0.005
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RESERVE = 1 << 20  # bytes beside the tensors: manifest, events, the file system's own


@dataclass(frozen=True)
class Errand:
    """One checkpoint to write."""

    target: Path
    aside: Path
    part: int  # of those that ranks write
    parts: int
    held: Mapping[str, Held]  # this rank's part, in main memory
    state: Mapping[str, Any]  # of the manifest: step, strategy, and so on
    where: Mapping[str, int]  # for fault points
    commits: bool  # whether this rank makes the checkpoint whole
    before_commit: Any  # called by the first rank when the files are there: events must be durable first
    began: float


@dataclass(frozen=True)
class Written:
    """A checkpoint that is complete on the disk."""

    step: int
    folder: Path
    bytes: int
    seconds: float


class Writer(threading.Thread):
    """One errand; ``result`` after ``join``."""

    def __init__(self, errand: Errand) -> None:
        super().__init__(name="checkpoint", daemon=True)
        self._errand = errand
        self.written: Written | None = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            with _disk_full_is_said(self._errand):
                write_part(self._errand)
                if self._errand.commits:
                    self.written = commit(self._errand)
        except BaseException as error:  # a thread's boundary: the loop raises it at its next look
            self.error = error
            if self._errand.commits:
                shutil.rmtree(self._errand.aside, ignore_errors=True)


def write_part(errand: Errand) -> None:
    """This rank's tensors in one file, and an index that says what is in it."""
    name = f"rank{errand.part}.safetensors"
    faultpoint("checkpoint.before_write", **errand.where)
    errand.aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_file({key: block.tensor for key, block in errand.held.items()}, errand.aside / name)
    faultpoint("checkpoint.after_files", **errand.where)
    sync_file(errand.aside / name)
    tensors = {
        key: {"shape": list(block.shape), "start": list(block.start), "size": list(block.tensor.shape)}
        for key, block in errand.held.items()
    }
    _tell(_index(errand, errand.part), {**manifest_of(errand.aside, (name,)), "tensors": tensors})


def _tell(index: Path, value: Mapping[str, Any]) -> None:
    """Whole or absent, and no more: with the last part's index the first rank may give the folder its name at once, so
    nothing can be done in it afterwards; and what goes with the commit need not survive a power cut."""
    aside = index.with_suffix(".part")
    aside.write_text(json.dumps(value), encoding="utf-8")
    aside.replace(index)


def commit(errand: Errand) -> Written:
    """Wait for every part, write the manifest, and give the folder its name."""
    indexes = [_wait_for(_index(errand, part)) for part in range(errand.parts)]
    errand.before_commit()
    files = [entry for index in indexes for entry in index["files"]]
    write_json(errand.aside / MANIFEST, {**errand.state, "files": files, "tensors": _joined_tensors(indexes)})
    for part in range(errand.parts):
        _index(errand, part).unlink()
    faultpoint("checkpoint.after_fsync", **errand.where)
    sync_folder(errand.aside)
    errand.aside.rename(errand.target)
    sync_folder(errand.target.parent)
    faultpoint("checkpoint.after_rename", **errand.where)
    size = sum(entry["size"] for entry in files)
    return Written(errand.state["step"], errand.target, size, time.perf_counter() - errand.began)


def _joined_tensors(indexes: list[dict[str, Any]]) -> dict[str, Any]:
    tensors: dict[str, Any] = {}
    for index in indexes:
        [file] = [entry["name"] for entry in index["files"]]
        for name, block in index["tensors"].items():
            entry = tensors.setdefault(name, {"shape": block["shape"], "pieces": []})
            entry["pieces"].append({"file": file, "start": block["start"], "shape": block["size"]})
    return tensors


def _index(errand: Errand, part: int) -> Path:
    return errand.aside / f"rank{part}.json"


def _wait_for(path: Path) -> dict[str, Any]:
    deadline = time.monotonic() + PARTS_PATIENCE
    while (index := read_json(path)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no part of the checkpoint came as {path.name}")
        time.sleep(_POLL)
    return index


@contextlib.contextmanager
def _disk_full_is_said(errand: Errand) -> Iterator[None]:
    """A full disk is the person's to mend, and what was saved before is untouched."""
    folder = errand.target.parent
    needed = sum(block.tensor.nbytes for block in errand.held.values()) * errand.parts + _RESERVE
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        if shutil.disk_usage(folder).free < needed:
            raise OSError(errno.ENOSPC, "too little space for a checkpoint", str(errand.target))
        yield
    except (OSError, SafetensorError) as error:
        if getattr(error, "errno", None) not in _FULL and "os error 28" not in str(error):
            raise
        free = shutil.disk_usage(folder).free
        raise UserError("disk_full", path=str(errand.target), needed_bytes=needed, free_bytes=free) from error
