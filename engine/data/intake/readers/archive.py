"""A zip archive: unpacked beside the dataset within limits, and then read as the folder, or the one file, it holds."""

import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from engine.data.intake.archive_limits import opened_zip
from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import FileOrigin, Reader, Work, unreadable_as
from engine.data.intake.refusals import Notes
from engine.schema.problem import UserError

MOST_BYTES = 64 << 30  # unpacked; the disk may set a tighter limit
_SNIFFED = 500  # entries unpacked for a look


@dataclass
class Archive(Reader):
    """A zip file; ``inner`` finds the reader of what it holds."""

    origin: FileOrigin
    inner: Callable[[Path], Reader]

    def read(self, work: Work) -> Contents:
        folder = work.aside / "unpacked"
        notes = Notes()
        work.watch.enter("survey", max(self.size, 1))
        with opened_zip(self.path, min(MOST_BYTES, shutil.disk_usage(work.aside).free // 3)) as archive:
            self._unpack(archive, folder, work, notes)
        try:
            contents = self.inner(_inside(folder)).read(work)
        except UserError as error:
            raise _about(error, self.path, folder) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return replace(contents, notes=(*notes.problems(), *contents.notes))

    def _unpack(self, archive: zipfile.ZipFile, folder: Path, work: Work, notes: Notes) -> None:
        folder.mkdir()
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries if work.most is None else entries[:_SNIFFED]:
            target = _target(folder, entry.filename)
            work.watch.advance(entry.compress_size)
            # It leads out of the folder, needs a password, or goes by the name of one before it.
            if target is None or entry.flag_bits & 1 or target.is_file():
                notes.add("files_left_out", entry.filename)
                continue
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)
            except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, FileExistsError, NotADirectoryError, IsADirectoryError, zlib.error) as error:  # fmt: skip
                raise unreadable_as(self.path, f"{entry.filename}: {error}") from None


def _target(folder: Path, name: str) -> Path | None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    is_safe = parts and not any(part in ("..", "/") or ":" in part or "\0" in part for part in parts)
    return folder.joinpath(*parts) if is_safe else None


def _inside(folder: Path) -> Path:
    """The folder itself, or what is alone in it."""
    while True:
        inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
        if len(inside) != 1:
            return folder
        if not inside[0].is_dir():
            return inside[0]
        folder = inside[0]


def _about(error: UserError, path: Path, folder: Path) -> UserError:
    """The problem said of the archive, since nobody knows the folder it was unpacked into."""
    inside = str(folder)
    return UserError.of(
        [
            problem.model_copy(
                update={
                    "params": {
                        key: f"{path}{value.removeprefix(inside)}" if isinstance(value, str) and value.startswith(inside) else value
                        for key, value in problem.params.items()
                    }
                }
            )
            for problem in error.problems
        ]
    )  # fmt: skip
