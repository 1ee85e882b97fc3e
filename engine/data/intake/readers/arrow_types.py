"""What Arrow's types mean to an import: images, conversations, classes, and how large they are unpacked. Knows no file."""

import json
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

_EPOCH = datetime(1970, 1, 1)
_FIRST, _LAST = (round((day - _EPOCH).total_seconds() * 1e6) for day in (datetime.min, datetime.max))


def weight_of(batch: pa.RecordBatch) -> int:
    """Bytes of a batch when its dictionaries are written out."""
    return sum(_written_out(column) for column in batch.columns)


def _written_out(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type) or not _is_wordy(column.type.value_type):
        return column.nbytes
    lengths = pc.binary_length(column.dictionary)
    return pc.sum(pc.cast(lengths, pa.int64()).take(column.indices)).as_py() or 0


def _is_wordy(kind: pa.DataType) -> bool:
    return is_binary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)


def target_of(kind: pa.DataType) -> pa.DataType:
    """The raw type that holds values of another one."""
    if pa.types.is_boolean(kind):
        return pa.bool_()
    if pa.types.is_integer(kind) or pa.types.is_duration(kind):
        return pa.int64()
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pa.float64()
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return pa.timestamp("us")
    return pa.null() if pa.types.is_null(kind) else pa.string()


def cuts_nanoseconds(kind: pa.DataType) -> bool:
    """Whether its moments are finer than ours, which end at microseconds."""
    return pa.types.is_timestamp(kind) and kind.unit == "ns"


def within_calendar(values: pa.Array) -> pa.Array:
    """The same; raises ArrowInvalid when a moment lies outside the years 1 to 9999, which are all that Python knows."""
    if pa.types.is_timestamp(values.type):
        span = pc.min_max(pc.cast(values, pa.int64())).as_py()
        if span["min"] is not None and not _FIRST <= span["min"] <= span["max"] <= _LAST:
            raise pa.ArrowInvalid("a moment outside the calendar")
    return values


def as_written(values: pa.Array) -> pa.Array:
    """Values of no type of ours as words; a moment without a calendar's date as the number that is stored."""
    is_moment = pa.types.is_timestamp(values.type) or pa.types.is_date(values.type)
    if is_moment:
        values = pc.cast(values, pa.int32() if pa.types.is_date32(values.type) else pa.int64())
    return pc.cast(values, pa.string())


def is_binary(kind: pa.DataType) -> bool:
    """Bytes, in any of Arrow's layouts."""
    return (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def is_image_struct(kind: pa.DataType) -> bool:
    """{"bytes", "path"}, as image columns of published datasets are stored."""
    if not pa.types.is_struct(kind) or {field.name for field in kind} != {"bytes", "path"}:
        return False
    return is_binary(kind.field("bytes").type)


def is_turns(kind: pa.DataType) -> bool:
    """A list of turns, as conversations are stored."""
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)) or not pa.types.is_struct(
        kind.value_type
    ):
        return False
    names = {field.name for field in kind.value_type}
    return {"role", "content"} <= names or {"from", "value"} <= names


def class_names(schema: pa.Schema) -> dict[str, list[str]]:
    """Names of classes that Hugging Face's datasets write into the schema."""
    try:
        told = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
        features = told.get("info", {}).get("features", {})
        return {
            name: feature["names"]
            for name, feature in features.items()
            if isinstance(feature, dict) and isinstance(feature.get("names"), list)
        }
    except (ValueError, AttributeError):
        return {}
