"""What Arrow's types mean to an import: images, conversations, classes, and how large they are unpacked. Knows no file."""

import json

import pyarrow as pa
import pyarrow.compute as pc


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
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pa.float64()
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return pa.timestamp("us")
    return pa.null() if pa.types.is_null(kind) else pa.string()


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
