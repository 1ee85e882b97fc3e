"""Objects to a table: flattened, and conversations brought to one layout. What JSON in either form goes through."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.dialect import MAX_COLUMNS
from engine.data.intake.readers.base import Rows, Work, read_rows_into, unreadable_as
from engine.data.intake.readers.conversation import Layout, layout_of
from engine.data.intake.readers.json_text import is_text
from engine.data.intake.readers.objects import Numbered, batches_of, flattened
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.values import DATE_FORMS, forms_for
from engine.data.intake.writing import Told
from engine.schema.problem import UserError
from engine.schema.reading import Reading, ReadingOptions

LOOKED_AT = 100  # records by which a layout is recognised


class Records:
    """The rows of a file of objects; ``found`` yields them, refusing what is none."""

    def __init__(self, path: Path, found: Callable[[Refusals, Notes], Iterator[Numbered]]) -> None:
        self._path = path
        self._found = found
        self._refusals, self._notes = Refusals(), Notes()
        self._layout: Layout | None = None
        self._columns: set[str] = set()

    def read(self, work: Work, reading: Reading, options: ReadingOptions) -> Contents:
        dates = tuple(name for name in forms_for(None, options.day_first) if name in DATE_FORMS)
        rows = Rows(self._batches, self._refusals, self._notes)
        try:
            return read_rows_into(work, self._path, rows, self._told, reading, dates)
        except pa.ArrowInvalid as error:
            raise unreadable_as(self._path, str(error)) from None

    def _told(self) -> Told:
        return Told(kinds=self._layout.kinds if self._layout else {})

    def _batches(self) -> Iterator[pa.RecordBatch]:
        found = self._found(self._refusals, self._notes)
        first = list(itertools.islice(found, LOOKED_AT))
        self._layout = layout_of([row for _, _, row in first])
        yield from batches_of(self._flat(itertools.chain(first, found)), self._notes)

    def _flat(self, rows: Iterator[Numbered]) -> Iterator[Numbered]:
        for line, size, row in rows:
            try:
                flat = flattened(self._layout.read(row) if self._layout else row, self._notes)
            except ValueError:
                self._refusals.add(line, "conversation", str(row))
                continue
            if not is_text(flat):
                self._refusals.add(line, "encoding", ascii(row))
                continue
            self._columns.update(flat)
            if len(self._columns) > MAX_COLUMNS:
                raise UserError(
                    "dataset_too_wide", field="path", columns=len(self._columns), limit=MAX_COLUMNS
                )
            yield line, size, flat
