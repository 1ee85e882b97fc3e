"""Arrow's own types to raw columns: what Parquet, Arrow files and dataset folders have in common. Knows no file.

Lists of words are joined, structures flattened one level, conversations and images recognised by their type.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.data.intake.dialect import MAX_COLUMNS, free_name
from engine.data.intake.pictures import fault_of_image, looks_like_image
from engine.data.intake.readers.arrow_types import (
    as_written,
    cuts_nanoseconds,
    is_binary,
    is_image_struct,
    is_turns,
    target_of,
    weight_of,
    within_calendar,
)
from engine.data.intake.readers.conversation import messages_of
from engine.data.intake.readers.objects import JOIN, as_word, is_joinable
from engine.data.intake.refusals import Notes, Refusals
from engine.schema.card import ColumnKind
from engine.schema.problem import UserError

PIECE = 16 << 20  # bytes of a batch on its way to the spool, about


class ColumnarRows:
    """Brings batches of any types to raw columns; remembers the kinds that only their types tell."""

    def __init__(self, refusals: Refusals, notes: Notes, classes: Mapping[str, list[str]]) -> None:
        self._refusals = refusals
        self._notes = notes
        self._classes = classes  # names of the whole numbers of a column of classes
        self.kinds: dict[str, ColumnKind] = {}
        self.stored: dict[str, str] = {}
        self._seen = 0

    def raw(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Batches of raw columns, without the rows that cannot be read: those are refused by their number."""
        for batch in batches:
            pieces = max(1, weight_of(batch) // PIECE)
            step = -(-batch.num_rows // pieces) or 1
            for start in range(0, batch.num_rows, step):
                yield self._raw(batch.slice(start, step))

    def _raw(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        wrong: dict[int, str] = {}
        columns: dict[str, pa.Array] = {}
        for name, values in zip(batch.schema.names, batch.columns, strict=True):
            self._convert(name, values, columns, wrong)
        if len(columns) > MAX_COLUMNS:
            raise UserError("dataset_too_wide", field="path", columns=len(columns), limit=MAX_COLUMNS)
        for row, reason in sorted(wrong.items()):
            self._refusals.add(self._seen + row + 1, reason, "")
        self._seen += batch.num_rows
        raw = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
        if not wrong:
            return raw
        return raw.filter(pa.array([row not in wrong for row in range(batch.num_rows)]))

    def _convert(self, name: str, values: pa.Array, to: dict[str, pa.Array], wrong: dict[int, str]) -> None:
        kind = values.type
        if pa.types.is_dictionary(kind):
            self._convert(name, values.dictionary_decode(), to, wrong)
        elif pa.types.is_run_end_encoded(kind):
            self._convert(name, pc.run_end_decode(values), to, wrong)
        elif isinstance(kind, pa.BaseExtensionType):
            self._convert(name, values.storage, to, wrong)
        elif is_image_struct(kind):
            to[self._free(name, to)] = self._images(name, pc.struct_field(values, "bytes"), wrong)
        elif pa.types.is_struct(kind):
            self._notes.add("objects_flattened", name)
            for part in range(kind.num_fields):
                inner = f"{name}.{kind.field(part).name}"
                self._inside(inner, pc.struct_field(values, part), to, wrong)
        else:
            self._inside(name, values, to, wrong)

    def _inside(self, name: str, values: pa.Array, to: dict[str, pa.Array], wrong: dict[int, str]) -> None:
        """What is no structure, or lies in one."""
        kind = values.type
        if is_turns(kind) and name == "conversations":
            name = "messages"
        name = self._free(name, to)
        if is_binary(kind):
            to[name] = self._binary(name, values, wrong)
        elif is_turns(kind):
            to[name] = self._messages(name, values, wrong)
        elif pa.types.is_nested(kind):
            to[name] = self._nested(name, values)
        elif name in self._classes and pa.types.is_integer(kind):
            to[name] = self._class_names(name, values)
        else:
            to[name] = self._plain(name, values, wrong)

    def _free(self, name: str, to: Mapping[str, pa.Array]) -> str:
        """A file may name two columns alike, or one as another's part would be called."""
        free = free_name(name, to)
        if free != name:
            self._notes.add("names_repeated", name)
        return free

    def _plain(self, name: str, values: pa.Array, wrong: dict[int, str]) -> pa.Array:
        kind = values.type
        self.stored[name] = str(kind)
        if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            return _sound_words(values, wrong)
        target = target_of(kind)
        if pa.types.is_decimal(kind):
            self._notes.add("decimals_rounded", name)
        try:
            return within_calendar(pc.cast(values, target, safe=not cuts_nanoseconds(kind)))
        except pa.ArrowInvalid:  # a whole number of 64 bits without a sign, or a moment that no calendar has
            self._notes.add("types_mixed", name)
            return as_written(values)

    def _class_names(self, name: str, values: pa.Array) -> pa.Array:
        """The names of classes; a number without one, such as -1 where there is no label, is missing."""
        names = self._classes[name]
        return pa.array(
            [names[v] if v is not None and 0 <= v < len(names) else None for v in values.to_pylist()],
            pa.string(),
        )

    def _nested(self, name: str, values: pa.Array) -> pa.Array:
        words, is_joined = [], True
        for value in values.to_pylist():
            word, joined = _list_word(value)
            words.append(word)
            is_joined = is_joined and joined
        self._notes.add("lists_joined" if is_joined else "kept_as_json", name)
        return pa.array(words, pa.string())

    def _messages(self, name: str, values: pa.Array, wrong: dict[int, str]) -> pa.Array:
        self.kinds[name] = "messages"
        found: list[str | None] = []
        for row, turns in enumerate(values.to_pylist()):
            try:
                found.append(messages_of(turns))
            except ValueError:
                wrong[row] = "conversation"
                found.append(None)
        return pa.array(found, pa.string())

    def _binary(self, name: str, values: pa.Array, wrong: dict[int, str]) -> pa.Array:
        if values.null_count == len(values):
            return pa.nulls(len(values))
        first = next((value for value in values.to_pylist() if value), b"")
        if self.kinds.get(name) == "image" or looks_like_image(first):
            return self._images(name, values, wrong)
        return _sound_words(pc.cast(values, pa.binary()), wrong)  # old writers store words as bytes

    def _images(self, name: str, values: pa.Array, wrong: dict[int, str]) -> pa.Array:
        self.kinds[name] = "image"
        for row, content in enumerate(values.to_pylist()):
            reason = "image_missing" if content is None else fault_of_image(content)
            if reason:
                wrong[row] = reason
        return pc.cast(values, pa.binary())


def _sound_words(values: pa.Array, wrong: dict[int, str]) -> pa.Array:
    """Words that are UTF-8; rows with others are noted in ``wrong``."""
    try:
        words = pc.cast(values, pa.string())
        words.validate(full=True)
        return words
    except pa.ArrowInvalid:
        found = []
        for row, content in enumerate(pc.cast(values, pa.binary()).to_pylist()):
            try:
                found.append(None if content is None else content.decode())
            except UnicodeDecodeError:
                wrong[row] = "encoding"
                found.append(None)
        return pa.array(found, pa.string())


def _list_word(value: Any) -> tuple[str | None, bool]:
    """A nested value as words, and whether it was only joined."""
    if value is None:
        return None, True
    if isinstance(value, list) and is_joinable(value):
        return JOIN.join(map(as_word, value)), True
    return json.dumps(value, ensure_ascii=False, default=_shown), False


def _shown(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
