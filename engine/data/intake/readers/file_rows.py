"""Folders whose files are the rows: texts or images, with the class that their folder names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.encodings import encoding_of_foreign, encoding_of_head, is_binary
from engine.data.intake.pictures import MAX_BYTES, SUFFIXES, fault_of_image
from engine.data.intake.readers.base import Reader, Rows, Work, read_rows_into
from engine.data.intake.readers.listing import Entry, Listing, linked_folders, parts_of
from engine.data.intake.readers.objects import Numbered, batches_of
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.sources import MAX_LINE
from engine.data.intake.writing import Told
from engine.schema.card import ColumnKind
from engine.schema.reading import Format, Reading

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".rst"})
IMAGE, LABEL, FILE, SPLIT = "image", "label", "file", "split"

Content = tuple[Any, str | None]  # the value of a row, or the code of why there is none


@dataclass
class FileRows(Reader):
    """A folder of texts or of images; the content stands in ``column``."""

    origin: Listing
    format: Format
    column: str
    kind: ColumnKind
    suffixes: frozenset[str]
    content_of: Callable[[Entry], Content]

    def read(self, work: Work) -> Contents:
        refusals, notes = Refusals(), Notes()
        mine = tuple(entry for entry in self.origin.entries if entry.suffix in self.suffixes)
        for entry in self.origin.entries:
            if entry.suffix not in self.suffixes:
                notes.add("files_left_out", entry.name)
        for name in linked_folders(self.path):
            notes.add("files_left_out", name)
        work.watch.enter("read", max(self.size, 1))
        return read_rows_into(
            work,
            self.path,
            Rows(lambda: self._batches(mine, refusals, notes, work), refusals, notes),
            lambda: Told(kinds={self.column: self.kind}),
            Reading(format=self.format),
            (),
        )

    def _batches(
        self, entries: tuple[Entry, ...], refusals: Refusals, notes: Notes, work: Work
    ) -> Iterator[pa.RecordBatch]:
        return batches_of(self._rows(entries, refusals, work), notes)

    def _rows(self, entries: tuple[Entry, ...], refusals: Refusals, work: Work) -> Iterator[Numbered]:
        parts = parts_of(entries)
        for place, entry in enumerate(entries, start=1):
            content, reason = self.content_of(entry)
            work.watch.advance(entry.size)
            if reason:
                refusals.add(place, reason, entry.name)
                continue
            split, label = parts[entry.name]
            row = {self.column: content, LABEL: label, SPLIT: split, FILE: entry.name}
            kept = {name: value for name, value in row.items() if value is not None}
            yield place, entry.size, kept


def text_folder(listing: Listing) -> FileRows:
    """Each text file a row."""
    return FileRows(listing, "text_folder", "text", "text", TEXT_SUFFIXES, _text_of)


def image_folder(listing: Listing) -> FileRows:
    """Each image a row, as the bytes it has on the disk."""
    return FileRows(listing, "image_folder", IMAGE, "image", SUFFIXES, image_of)


def image_of(entry: Entry) -> Content:
    """The bytes of an image that can be opened, or why it cannot."""
    if entry.size > MAX_BYTES:
        return None, "image_too_large"
    try:
        content = entry.path.read_bytes()
    except OSError:
        return None, "file"
    return content, fault_of_image(content)


def _text_of(entry: Entry) -> Content:
    if entry.size > MAX_LINE:
        return None, "too_long"
    try:
        content = entry.path.read_bytes()
    except OSError:
        return None, "file"
    encoding = encoding_of_head(content[: 1 << 16])
    if encoding is None and b"\0" in content:
        return None, "nul"
    if encoding is None and is_binary(content[: 1 << 16]):
        return None, "encoding"
    try:
        return content.decode(encoding or "utf-8"), None
    except UnicodeDecodeError:
        return _foreign(content)


def _foreign(content: bytes) -> Content:
    lines = b"\n".join(line for line in content.split(b"\n") if not line.isascii())
    try:
        return content.decode(encoding_of_foreign(lines)), None
    except UnicodeDecodeError:
        return None, "encoding"
