"""A folder of images with a table beside them: the table's columns, and the image that each row's path leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.pictures import SUFFIXES
from engine.data.intake.readers.base import DATA, Reader, Rows, Work, read_rows_into, unreadable_as
from engine.data.intake.readers.file_rows import IMAGE, image_of
from engine.data.intake.readers.listing import Entry, Listing, linked_folders
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.values import DATE_FORMS
from engine.data.intake.writing import Told
from engine.schema.reading import Reading

_LOOKED_AT = 100  # paths by which the column of paths is found
_SURE = 0.5  # share of them that must lead to a file
_BYTES = 16 << 20  # of images in one batch, about


@dataclass
class ImageTable(Reader):
    """The folder, and the reader of the table in it."""

    origin: Listing
    table: Reader

    def read(self, work: Work) -> Contents:
        inside = work.aside / "table"
        inside.mkdir()
        found = self.table.read(replace(work, aside=inside))
        refusals, notes = Refusals(), Notes()
        refusals.add_all(found.refusals)
        work.watch.enter("read", max(self.size, 1))
        contents = read_rows_into(
            work,
            self.path,
            Rows(lambda: self._batches(inside / DATA, refusals, notes, work), refusals, notes),
            Told,
            Reading(**{**found.reading.model_dump(), "format": "image_table"}),
            DATE_FORMS,
        )
        (inside / DATA).unlink()
        inside.rmdir()
        of_the_table = [note for note in found.notes if note.code != "rows_refused"]  # said of both together
        return replace(contents, notes=(*of_the_table, *contents.notes))

    def _batches(self, data: Path, refusals: Refusals, notes: Notes, work: Work) -> Iterator[pa.RecordBatch]:
        places = self._places()
        column: str | None = None
        before = 0
        used: set[str] = set()
        with pa.OSFile(str(data)) as file, pa.ipc.open_file(file) as reader:
            for number in range(reader.num_record_batches):
                batch = reader.get_batch(number)
                column = column or self._path_column(batch, places)
                paths = batch.column(column).to_pylist()
                start, images, size = 0, [], 0
                for row, path in enumerate(paths):
                    entry = places.get(_as_key(path))
                    images.append(_image_at(entry, path, before + row + 1, refusals))
                    size += len(images[-1] or b"")
                    if entry:
                        used.add(entry.name)
                        work.watch.advance(entry.size)
                    if size > _BYTES or row + 1 == len(paths):
                        yield _with_images(batch.slice(start, len(images)), images)
                        start, images, size = row + 1, [], 0
                before += batch.num_rows
        for entry in self._images():
            if entry.name not in used:
                notes.add("files_left_out", entry.name)
        for name in linked_folders(self.path):
            notes.add("files_left_out", name)

    def _images(self) -> list[Entry]:
        return [entry for entry in self.origin.entries if entry.suffix in SUFFIXES]

    def _places(self) -> dict[str, Entry]:
        """Images by the paths that a table may write: from the folder, from a folder in it, with or without suffix. What
        several images could be called leads to none."""
        places: dict[str, set[Entry]] = {}
        for entry in self._images():
            last = entry.name.rpartition("/")[2]
            for key in (last, entry.name.rpartition(".")[0], last.rpartition(".")[0]):
                places.setdefault(key, set()).add(entry)
        sure = {key: entry for key, entries in places.items() if len(entries) == 1 for entry in entries}
        return sure | {entry.name: entry for entry in self._images()}

    def _path_column(self, batch: pa.RecordBatch, places: dict[str, Entry]) -> str:
        """The column most of whose first values lead to images."""
        best, best_share = "", _SURE
        for name, values in zip(batch.schema.names, batch.columns, strict=True):
            paths = [value for value in values.slice(0, _LOOKED_AT).to_pylist() if value is not None]
            share = sum(_as_key(path) in places for path in paths) / len(paths) if paths else 0
            if share > best_share:
                best, best_share = name, share
        if not best:
            raise unreadable_as(self.path, "No column of its table leads to its images")
        return best


def _image_at(entry: Entry | None, path: object, row: int, refusals: Refusals) -> bytes | None:
    content, reason = image_of(entry) if entry else (None, "file_missing")
    if reason:
        refusals.add(row, reason, str(path))
        return None
    return content


def _with_images(batch: pa.RecordBatch, images: list[bytes | None]) -> pa.RecordBatch:
    """The rows that have an image, with it."""
    name = IMAGE if IMAGE not in batch.schema.names else f"{IMAGE} (2)"
    whole = batch.append_column(name, pa.array(images, pa.binary()))
    return whole.filter(pa.array([image is not None for image in images]))


def _as_key(path: object) -> str:
    return str(path).replace("\\", "/").removeprefix("./").lstrip("/") if path is not None else ""
