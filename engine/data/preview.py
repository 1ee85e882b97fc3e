"""A window of a dataset's rows, read from the place where they lie; the rest of the file is not touched.

Images are told by their size in bytes alone; one at a time can be had as a thumbnail.
"""

import math
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.data.intake.pictures import thumbnail
from engine.data.intake.readers.base import DATA
from engine.schema.api import Rows
from engine.schema.problem import UserError

MAX_ROWS = 1000


def read_rows(folder: Path, offset: int, limit: int) -> Rows:
    """Rows ``offset`` … of the dataset in ``folder``, at most ``MAX_ROWS``; values as JSON can carry them."""
    start, stop = max(0, offset), max(0, offset) + min(max(0, limit), MAX_ROWS)
    try:
        # Our own copy, never the user's file: that one could shrink under the map.
        with pa.memory_map(str(folder / DATA)) as file, pa.ipc.open_file(file) as reader:
            names = tuple(reader.schema.names)
            rows: list[tuple[Any, ...]] = []
            total = 0
            for number in range(reader.num_record_batches):
                batch = reader.get_batch(number)
                first, last = max(start - total, 0), min(stop - total, batch.num_rows)
                if first < last:
                    rows += _rows_of(batch.slice(first, last - first))
                total += batch.num_rows
            return Rows(columns=names, rows=tuple(rows), offset=start, total=total)
    except FileNotFoundError:
        raise UserError("file_missing", path=str(folder / DATA)) from None
    except (OSError, pa.ArrowInvalid) as error:
        raise UserError("file_unreadable", path=str(folder / DATA), reason=str(error)) from None


def read_thumbnail(folder: Path, row: int, column: str, size: int) -> bytes:
    """The image in one cell at ``size`` pixels at most to a side, as PNG. Raises UserError when there is none."""
    try:
        with pa.memory_map(str(folder / DATA)) as file, pa.ipc.open_file(file) as reader:
            content = _image_at(reader, row, column)
    except (OSError, pa.ArrowInvalid) as error:
        raise UserError("file_unreadable", path=str(folder / DATA), reason=str(error)) from None
    if content is None:
        raise UserError("image_unknown", row=row, column=column)
    return thumbnail(content, size)


def _image_at(reader: pa.RecordBatchFileReader, row: int, column: str) -> bytes | None:
    if column not in reader.schema.names or reader.schema.field(column).type != pa.binary():
        return None
    for number in range(reader.num_record_batches):
        batch = reader.get_batch(number)
        if row < batch.num_rows:
            return batch.column(column)[row].as_py()
        row -= batch.num_rows
    return None


def _rows_of(batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    columns = [_values_of(column) for column in batch.columns]
    return list(zip(*columns, strict=True))


def _values_of(column: pa.Array) -> list[Any]:
    if pa.types.is_binary(column.type):
        sizes = pc.binary_length(column).to_pylist()
        return [None if size is None else {"bytes": size} for size in sizes]
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value
