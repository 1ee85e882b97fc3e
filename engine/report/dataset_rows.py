"""Rows of a dataset by their numbers: as a model takes them in, and as a person reads them. Knows Arrow and roles."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.schema.card import ModelCard

_SHOWN = 300  # characters of a value


def read_columns(
    data: Path, rows: np.ndarray, names: Sequence[str] | None = None, *, bytes_as_sizes: bool = False
) -> pa.Table:
    """These rows of a dataset's Arrow file, in this order; all columns unless some are named.

    ``bytes_as_sizes`` gives the length of each image in its place: of a thousand there would be gigabytes.
    """
    with pa.memory_map(str(data)) as file, pa.ipc.open_file(file) as reader:
        wanted = list(reader.schema.names if names is None else names)
        batches, kept = [], np.asarray(rows, dtype=np.int64)
        order = np.argsort(kept, kind="stable")
        for number, first, last in _spans(reader):
            here = kept[order][(kept[order] >= first) & (kept[order] < last)] - first
            if len(here):
                batch = reader.get_batch(number).select(wanted)
                batches.append((_with_sizes(batch) if bytes_as_sizes else batch).take(pa.array(here)))
        schema = pa.schema([reader.schema.field(name) for name in wanted])
        if bytes_as_sizes:
            schema = _with_sizes(pa.RecordBatch.from_pylist([], schema)).schema
        sorted_rows = pa.Table.from_batches(batches, schema)
    return sorted_rows.take(pa.array(np.argsort(order, kind="stable")))


def names_of_values(data: Path) -> list[str]:
    """The columns of a dataset but those of images."""
    with pa.memory_map(str(data)) as file, pa.ipc.open_file(file) as reader:
        return [field.name for field in reader.schema if not pa.types.is_binary(field.type)]


def inputs_of(table: pa.Table, card: ModelCard) -> list[Any]:
    """What a client would send for each row."""
    match card.input_form:
        case "text":
            return [value or "" for value in table.column(card.inputs[0].name).to_pylist()]
        case "image":
            images = table.column(card.inputs[0].name).to_pylist()
            return [{"image": base64.b64encode(image or b"").decode()} for image in images]
        case _:
            return _records(table, {field.name: field.kind for field in card.inputs})


def shown(table: pa.Table) -> list[tuple[Any, ...]]:
    """Every value short enough to stand in a table."""
    columns = [[_shown(value) for value in column.to_pylist()] for column in table.columns]
    return list(zip(*columns, strict=True))


def _records(table: pa.Table, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    columns = {
        name: [_plain(value) for value in _as_kind(table.column(name), kind).to_pylist()]
        for name, kind in kinds.items()
    }
    return [{name: values[row] for name, values in columns.items()} for row in range(table.num_rows)]


def _as_kind(column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    """What is taken for names is written as the task has read it."""
    return pc.cast(column, pa.string()) if kind == "category" else column


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _with_sizes(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        pc.binary_join_element_wise(pc.cast(pc.binary_length(column), pa.string()), "B", " ")
        if pa.types.is_binary(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _shown(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value[:_SHOWN]
    return value if value is None or isinstance(value, int | float) else str(value)[:_SHOWN]


def _spans(reader: pa.ipc.RecordBatchFileReader) -> list[tuple[int, int, int]]:
    """Number, first row and end of each batch."""
    spans, first = [], 0
    for number in range(reader.num_record_batches):
        last = first + reader.get_batch(number).num_rows
        spans.append((number, first, last))
        first = last
    return spans
