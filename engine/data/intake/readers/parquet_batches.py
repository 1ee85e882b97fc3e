"""The batches of one Parquet file, none larger than it should be. Knows no kinds of columns."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from engine.data.intake.readers.base import Work
from engine.data.intake.readers.columnar import PIECE
from engine.schema.problem import UserError

if TYPE_CHECKING:
    from pyarrow.parquet import ColumnChunkMetaData, FileMetaData

BATCH = 4096  # rows decoded at once, at most
MOST_UNPACKED = 2 << 30  # bytes of one column of one row group, unpacked
MOST_ROWS = 1 << 31
_LONG_VALUE = 4096  # bytes


def parquet_batches(path: Path, work: Work) -> Iterator[pa.RecordBatch]:
    """The rows in batches of some 16 MiB. Raises UserError for a file that unpacks to far more, and Arrow's errors."""
    import pyarrow.parquet as pq

    size = path.stat().st_size
    metadata = pq.read_metadata(path)
    _look_for_bombs(path, metadata)
    words = _word_columns(metadata)
    with pq.ParquetFile(path, read_dictionary=words, buffer_size=1 << 20, pre_buffer=False) as file:
        rows = max(metadata.num_rows, 1)
        for batch in file.iter_batches(_rows_together(metadata), use_threads=False):
            work.watch.advance(size * batch.num_rows // rows)
            yield batch


def _look_for_bombs(path: Path, metadata: "FileMetaData") -> None:
    """A page is unpacked as a whole, and a row may cost no byte of the file; both are told before they happen."""
    unpacked = max((column.total_uncompressed_size for column in _chunks(metadata)), default=0)
    if metadata.num_rows > MOST_ROWS or unpacked > MOST_UNPACKED:
        raise UserError("dataset_bomb", field="path", path=str(path), unpacked_bytes=unpacked)


def _word_columns(metadata: "FileMetaData") -> list[str]:
    """Columns of words stay dictionaries until they are cut to pieces: a long word repeated costs a file next to nothing.

    Long values, such as images, are rarely repeated, and would only be hashed in vain.
    """
    weights: dict[str, float] = {}
    for column in _chunks(metadata):
        if column.physical_type == "BYTE_ARRAY" and "." not in column.path_in_schema:
            weight = column.total_uncompressed_size / max(column.num_values, 1)
            weights[column.path_in_schema] = max(weight, weights.get(column.path_in_schema, 0.0))
    return [name for name, weight in weights.items() if weight < _LONG_VALUE]


def _rows_together(metadata: "FileMetaData") -> int:
    """So many rows as unpack to some 16 MiB."""
    unpacked = sum(column.total_uncompressed_size for column in _chunks(metadata))
    return max(1, min(BATCH, PIECE * metadata.num_rows // max(unpacked, 1)))


def _chunks(metadata: "FileMetaData") -> "Iterator[ColumnChunkMetaData]":
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for column in range(metadata.num_columns):
            yield group.column(column)
