"""Parquet and Arrow files as tables: one file, or several of one layout, read batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.readers.arrow_types import class_names
from engine.data.intake.readers.base import FileOrigin, Reader, Rows, Work, read_rows_into, unreadable_as
from engine.data.intake.readers.columnar import ColumnarRows
from engine.data.intake.readers.conversation import layout_of
from engine.data.intake.readers.objects import Numbered
from engine.data.intake.readers.parquet_batches import parquet_batches
from engine.data.intake.readers.records import LOOKED_AT, Records
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.values import DATE_FORMS, forms_for
from engine.data.intake.writing import Told
from engine.schema.reading import Format, Reading, ReadingOptions

SPLIT = "split"


@dataclass(frozen=True)
class Part:
    """A file, and the split it belongs to (None: there are no splits)."""

    path: Path
    split: str | None = None


@dataclass
class Columnar(Reader):
    """A Parquet or Arrow file."""

    origin: FileOrigin
    format: Format
    options: ReadingOptions

    def read(self, work: Work) -> Contents:
        reading = Reading(format=self.format, day_first=self.options.day_first)
        return read_parts(work, self.path, [Part(self.path)], reading, self.options, self.size)


def read_parts(
    work: Work, path: Path, parts: Sequence[Part], reading: Reading, options: ReadingOptions, size: int
) -> Contents:
    """The rows of all parts, one after the other; ``size`` is that of all files. Raises UserError."""
    work.watch.enter("read", size)
    try:
        if _have_layout(parts, work):
            return Records(path, lambda _, __: _as_objects(parts, work)).read(work, reading, options)
        return _read_columns(work, path, parts, reading, options)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError, KeyError, ValueError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk's, not the file's
            raise
        raise unreadable_as(path, str(error)) from None


def _read_columns(
    work: Work, path: Path, parts: Sequence[Part], reading: Reading, options: ReadingOptions
) -> Contents:
    dates = tuple(name for name in forms_for(None, options.day_first) if name in DATE_FORMS)
    refusals, notes = Refusals(), Notes()
    classes: dict[str, list[str]] = {}
    for part in parts:
        classes = {**class_names(_schema_of(part.path)), **classes}
    rows = ColumnarRows(refusals, notes, classes)
    return read_rows_into(
        work,
        path,
        Rows(lambda: rows.raw(_with_splits(parts, work)), refusals, notes),
        lambda: Told(kinds=rows.kinds, stored=rows.stored),
        reading,
        dates,
    )


def _have_layout(parts: Sequence[Part], work: Work) -> bool:
    """Whether the rows are instructions or preferences over several columns; conversations in one have a type."""
    names = set(_schema_of(parts[0].path).names)
    if not ({"instruction", "output"} <= names or {"chosen", "rejected"} <= names):
        return False
    first = next(_batches_of(parts[0].path, work), None)
    return first is not None and layout_of(first.slice(0, LOOKED_AT).to_pylist()) is not None


def _as_objects(parts: Sequence[Part], work: Work) -> Iterator[Numbered]:
    place = 0
    for batch in _with_splits(parts, work):
        size = batch.nbytes // max(batch.num_rows, 1)
        for row in batch.to_pylist():
            place += 1
            yield place, size, row


def _with_splits(parts: Sequence[Part], work: Work) -> Iterator[pa.RecordBatch]:
    for part in parts:
        for batch in _batches_of(part.path, work):
            if part.split is not None and SPLIT not in batch.schema.names:
                split = pa.array([part.split] * batch.num_rows, pa.string())
                batch = batch.append_column(SPLIT, split)
            yield batch


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _schema_of(path: Path) -> pa.Schema:
    if _is_parquet(path):
        import pyarrow.parquet as pq

        return pq.read_schema(path)
    with pa.OSFile(str(path)) as file, _opened(file) as reader:
        return reader.schema


def _batches_of(path: Path, work: Work) -> Iterator[pa.RecordBatch]:
    return parquet_batches(path, work) if _is_parquet(path) else _arrow_batches(path, work)


def _arrow_batches(path: Path, work: Work) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path)) as file, _opened(file) as reader:
        before = 0
        batches = (
            iter(reader)
            if isinstance(reader, pa.RecordBatchStreamReader)
            else map(reader.get_batch, range(reader.num_record_batches))
        )
        for batch in batches:
            batch.validate(full=False)
            work.watch.advance(max(file.tell() - before, 0))
            before = file.tell()
            yield batch


def _opened(file: pa.NativeFile) -> "pa.RecordBatchFileReader | pa.RecordBatchStreamReader":
    is_file = file.read(6) == b"ARROW1"
    file.seek(0)
    return pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)
