"""Batches on the disk between reading and writing: raw columns whose type is known only when all were seen.

A batch may lack columns, or hold them in another type than the one before: the file is Arrow streams one after the
other, a new one where the schema changes. It knows types; what a word means is asked of ``values``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from engine.data.intake.readers.objects import as_word
from engine.data.intake.values import FormGuess
from engine.data.intake.watch import Watch


class SpoolFullError(Exception):
    """More was written than the file it comes from can honestly hold."""


class RawColumn:
    """What was seen of one column: the type that holds every value, and what its words can mean."""

    def __init__(self, forms: tuple[str, ...]) -> None:
        self.type: pa.DataType = pa.null()
        self.guess = FormGuess(forms)
        self.is_mixed = False

    def see(self, values: pa.Array) -> None:
        joined = joined_type(self.type, values.type)
        self.is_mixed = self.is_mixed or (joined == pa.string() != values.type and values.type != pa.null())
        self.is_mixed = self.is_mixed or (joined == pa.string() != self.type and self.type != pa.null())
        self.type = joined
        if values.type == pa.string() and not self.is_mixed:
            self.guess.see(values)


class Spool:
    """A context to write batches in; afterwards they can be read. ``forms`` are what words may turn out to be.

    Writing more than ``most_bytes`` raises SpoolFullError.
    """

    def __init__(self, path: Path, forms: tuple[str, ...], most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._path = path
        self._forms = forms
        self._sink = pa.OSFile(str(path), "wb")
        self._writer: pa.RecordBatchStreamWriter | None = None
        self._schema: pa.Schema | None = None
        self.columns: dict[str, RawColumn] = {}
        self.rows = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._writer is not None:
            self._writer.close()
        self._sink.close()

    def write(self, batch: pa.RecordBatch) -> None:
        for name, values in zip(batch.schema.names, batch.columns, strict=True):
            self.columns.setdefault(name, RawColumn(self._forms)).see(values)
        self._writer_of(batch.schema).write_batch(batch)
        self.rows += batch.num_rows
        if self._sink.tell() > self._most_bytes:
            raise SpoolFullError

    def _writer_of(self, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
        if self._writer is None or schema != self._schema:
            if self._writer is not None:
                self._writer.close()
            self._schema = schema
            self._writer = pa.ipc.new_stream(self._sink, schema)
        return self._writer

    def batches(self) -> Iterator[list[pa.Array]]:
        """Every batch as the columns' final raw types; what a batch lacks is missing."""
        with pa.OSFile(str(self._path)) as file:
            while file.tell() < file.size():
                for batch in pa.ipc.open_stream(file):
                    held = dict(zip(batch.schema.names, batch.columns, strict=True))
                    yield [
                        _as_type(held.get(name), column.type, batch.num_rows)
                        for name, column in self.columns.items()
                    ]


def gather(batches: Iterable[pa.RecordBatch], spool: Spool, most: int | None, watch: Watch) -> None:
    """Write batches, ``most`` rows of them where only a beginning is wanted."""
    for batch in batches:
        watch.advance(0)
        spool.write(batch if most is None else batch.slice(0, most - spool.rows))
        if most is not None and spool.rows >= most:
            return


def joined_type(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    """The type that holds the values of both: words when nothing else does."""
    if one == other or other == pa.null():
        return one
    if one == pa.null():
        return other
    return pa.float64() if {one, other} == {pa.int64(), pa.float64()} else pa.string()


def _as_type(values: pa.Array | None, kind: pa.DataType, rows: int) -> pa.Array:
    if values is None or values.type == pa.null():
        return pa.nulls(rows, kind)
    if kind == pa.string() and values.type in (pa.float64(), pa.timestamp("us")):
        # As words that were mixed within one batch are written: the same value stays the same word.
        return pa.array([None if value is None else as_word(value) for value in values.to_pylist()], kind)
    return values if values.type == kind else pc.cast(values, kind)
