"""What every reader is: something surveyed that can be read once, into a folder. Knows no format."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from engine.data.intake.contents import Contents, need_rows
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.sources import BLOCK, need_file, stamp_of, unreadable
from engine.data.intake.spool import Spool, SpoolFullError, gather
from engine.data.intake.suggestion import suggestion
from engine.data.intake.watch import Watch
from engine.data.intake.writing import Told, write_columns
from engine.schema.problem import UserError
from engine.schema.reading import Reading

DATA = "data.arrow"
SPOOL = "spool.arrows"


@dataclass(frozen=True)
class Work:
    """Where a reader writes, whom it tells, and how many rows are wanted (None: all)."""

    aside: Path
    watch: Watch
    most: int | None = None
    most_bytes: int = 1 << 62  # that the raw columns may take


class Origin(Protocol):
    """What was surveyed: a text, another file, or a folder."""

    @property
    def path(self) -> Path: ...

    @property
    def sha256(self) -> str: ...

    @property
    def size(self) -> int:
        """In bytes."""

    def is_unchanged(self) -> bool:
        """Whether it is still what was surveyed."""


@dataclass
class Reader(ABC):
    """A file or folder of one format, surveyed."""

    origin: Origin

    @property
    def path(self) -> Path:
        return self.origin.path

    @property
    def sha256(self) -> str:
        return self.origin.sha256

    @property
    def size(self) -> int:
        """In bytes."""
        return self.origin.size

    def is_unchanged(self) -> bool:
        """Whether it is still what was surveyed."""
        return self.origin.is_unchanged()

    @abstractmethod
    def read(self, work: Work) -> Contents:
        """Write the rows to ``DATA`` in the folder. Raises UserError when there are none."""


@dataclass(frozen=True)
class FileOrigin:
    """A file that is no text, surveyed."""

    path: Path
    sha256: str
    size: int
    stamp: tuple[int, int, int]

    def is_unchanged(self) -> bool:
        return stamp_of(self.path.stat()) == self.stamp


def survey_file(path: Path, watch: Watch, whole: bool = True) -> FileOrigin:
    """Hash a file; without ``whole`` only its beginning, for a look at it. Raises UserError."""
    need_file(path)
    try:
        status = path.stat()
        watch.enter("survey", status.st_size)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                watch.advance(len(block))
                if not whole:
                    break
    except OSError as error:
        raise unreadable(path, error) from None
    return FileOrigin(path, digest.hexdigest(), status.st_size, stamp_of(status))


@dataclass
class Rows:
    """Raw columns on their way: what was refused and noted while they were read."""

    batches: Callable[[], Iterable[pa.RecordBatch]]
    refusals: Refusals
    notes: Notes


def read_rows_into(
    work: Work, path: Path, rows: Rows, told: Callable[[], Told], reading: Reading, forms: tuple[str, ...]
) -> Contents:
    """The way of every table: spool the raw columns, then write the typed ones. ``told`` is asked in between."""
    spool_file = work.aside / SPOOL
    try:
        with Spool(spool_file, forms, work.most_bytes) as spool:
            gather(rows.batches(), spool, work.most, work.watch)
    except SpoolFullError:
        raise UserError(
            "dataset_bomb", field="path", path=str(path), unpacked_bytes=work.most_bytes
        ) from None
    need_rows(path, spool.rows, rows.refusals)
    if not spool.columns:
        raise unreadable_as(path, "Its rows have no columns")
    written = write_columns(spool, work.aside / DATA, work.watch, told(), rows.notes)
    spool_file.unlink()
    return Contents(
        form="table",
        reading=reading,
        columns=written.columns,
        rows=spool.rows,
        refusals=rows.refusals,
        duplicates=written.duplicates,
        notes=(*rows.refusals.notes(), *rows.notes.problems()),
        suggestion=suggestion(written.columns, spool.rows),
    )


def unreadable_as(path: Path, reason: str) -> UserError:
    """The file cannot be cut into rows, and why."""
    reason = reason.splitlines()[0].rstrip(".")[:200] if reason else "It is damaged"
    return UserError("dataset_unreadable", field="path", path=str(path), reason=reason)
