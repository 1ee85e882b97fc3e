"""Records to Arrow batches of words. The fast way is Arrow's own parser on the file; see ``records`` for the other."""

import bisect
import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from engine.data.intake.dialect import Dialect
from engine.data.intake.records import records
from engine.data.intake.refusals import KEPT, SHOWN, Refusals
from engine.data.intake.sources import MAX_LINE, Source

_BLOCK = 4 << 20
_LONG_VALUE = 1 << 18  # bytes; a longer value is looked at by the exact reading


class NeedsRepairError(Exception):
    """The fast parser lost its way; the exact reading can go on."""


def word_batches(
    source: Source, dialect: Dialect, refusals: Refusals, repair: bool
) -> Iterator[pa.RecordBatch]:
    """The rows as strings, batch by batch. Without ``repair`` it may raise NeedsRepairError: then start again with it."""
    return _repaired(source, dialect, refusals) if repair else _fast(source, dialect, refusals)


def _fast(source: Source, dialect: Dialect, refusals: Refusals) -> Iterator[pa.RecordBatch]:
    ragged: list[tuple[int, str]] = []
    count = 0

    def refuse(row: pa.csv.InvalidRow) -> str:
        nonlocal count
        count += 1
        if len(ragged) < KEPT:
            ragged.append((row.number, row.text[:SHOWN]))
        return "skip"

    size = max(_BLOCK, 2 * min(source.longest, MAX_LINE), 4096 * len(dialect.names))
    last: pa.RecordBatch | None = None
    try:
        for batch in _batches(source.blocks(), dialect, size, refuse):
            _look_for_open_quote(batch)
            yield batch
            last = batch
    except pa.ArrowInvalid as error:
        raise NeedsRepairError(str(error)) from error
    if last is not None and any("\n" in column[-1].as_py() for column in last.columns):
        raise NeedsRepairError("the last value has lines: its quote may never close")
    if ragged:
        lines = _lines_of(source, dialect, ragged[-1][0])
        for number, text in ragged:
            refusals.add(lines.line(number), "columns", text)
        refusals.count += count - len(ragged)


def _look_for_open_quote(batch: pa.RecordBatch) -> None:
    """A quote someone forgot to close swallows the lines up to the next one."""
    for column in batch.columns:
        if pc.max(pc.binary_length(column)).as_py() > _LONG_VALUE:
            raise NeedsRepairError("a value is very long")


def _repaired(source: Source, dialect: Dialect, refusals: Refusals) -> Iterator[pa.RecordBatch]:
    lines = _LineNumbers()

    def texts() -> Iterator[bytes]:
        parts: list[bytes] = []
        size = 0
        for record in records(source.blocks(), dialect.delimiter, refusals.add, dialect.quote):
            lines.add(record.line)
            parts.append(record.text if record.text.endswith(b"\n") else record.text + b"\n")
            size += len(record.text)
            if size > _BLOCK:
                yield b"".join(parts)
                parts, size = [], 0
        yield b"".join(parts)

    def refuse(row: pa.csv.InvalidRow) -> str:
        refusals.add(lines.line(row.number), "columns", row.text[:SHOWN])
        return "skip"

    yield from _batches(texts(), dialect, 2 * MAX_LINE + _BLOCK, refuse)


def _batches(blocks, dialect: Dialect, block_size: int, refuse) -> Iterator[pa.RecordBatch]:  # type: ignore[no-untyped-def]
    feed = pa.PythonFile(_Feed(blocks), mode="r")
    try:
        reader = pa.csv.open_csv(
            feed,
            # One thread: only then does Arrow number the rows it refuses.
            pa.csv.ReadOptions(
                use_threads=False,
                block_size=block_size,
                column_names=list(dialect.names),
                skip_rows_after_names=int(dialect.has_header),
            ),
            pa.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=True,
                invalid_row_handler=refuse,
            ),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(dialect.names, pa.string()),
                check_utf8=False,  # the survey did
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return
        raise
    for batch in reader:
        if batch.num_rows:
            yield batch


class _Feed(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, wanted = [], size if size >= 0 else 1 << 62
        while wanted > 0:
            if not self._rest:
                self._rest = next(self._blocks, b"")
                if not self._rest:
                    break
            parts.append(self._rest[:wanted])
            self._rest = self._rest[wanted:]
            wanted -= len(parts[-1])
        return b"".join(parts)


class _LineNumbers:
    """From the number of a record to the line it starts on; only where the distance changes takes memory."""

    def __init__(self) -> None:
        self._records: list[int] = []
        self._distances: list[int] = []
        self._count = 0

    def add(self, line: int) -> None:
        self._count += 1
        distance = line - self._count
        if not self._distances or self._distances[-1] != distance:
            self._records.append(self._count)
            self._distances.append(distance)

    def line(self, record: int) -> int:
        place = bisect.bisect_right(self._records, record) - 1
        return record + (self._distances[place] if place >= 0 else 0)


def _lines_of(source: Source, dialect: Dialect, last: int) -> _LineNumbers:
    lines = _LineNumbers()
    for number, record in enumerate(
        records(source.blocks(), dialect.delimiter, _ignore, dialect.quote), start=1
    ):
        lines.add(record.line)
        if number >= last:
            break
    return lines


def _ignore(line: int, reason: str, text: str) -> None:
    """The fast parser read this row all the same."""
