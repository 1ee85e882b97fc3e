"""One sheet of an Excel workbook as a table: cells keep their types, formulas give the value that was saved with them.

Charts, formats and macros are not looked at; nothing is computed.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.data.archive_limits import opened_zip
from engine.data.contents import Contents
from engine.data.dialect import MAX_COLUMNS, looks_like_header, repaired_names
from engine.data.readers.base import FileOrigin, Reader, Rows, Work, read_rows_into, unreadable_as
from engine.data.readers.objects import Numbered, as_word, batches_of
from engine.data.refusals import Notes, Refusals
from engine.data.values import MISSING, forms_for
from engine.data.writing import Told
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading, ReadingOptions

MOST_BYTES = 1 << 30  # unpacked
MOST_WORDS = 128 << 20  # bytes of the table of words, which is held in memory
MOST_ROWS = 1 << 20  # of a sheet, as Excel itself allows
SAMPLE = 100
_FORMULA = re.compile(rb"<f[ >/]")
_LONGEST_TAG = 3

Cells = tuple[Any, ...]


@dataclass
class Workbook(Reader):
    """An .xlsx file."""

    origin: FileOrigin
    options: ReadingOptions

    def __post_init__(self) -> None:
        self.path: Path = self.origin.path
        self.sha256, self.size = self.origin.sha256, self.origin.size

    def is_unchanged(self) -> bool:
        return self.origin.is_unchanged()

    def read(self, work: Work) -> Contents:
        with opened_zip(self.path, MOST_BYTES) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read
            _need_small_words(self.path, archive)
            try:
                return self._read(work, archive)
            except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError) as error:  # fmt: skip
                raise unreadable_as(self.path, f"{type(error).__name__}: {error}") from None

    def _read(self, work: Work, archive: zipfile.ZipFile) -> Contents:
        from openpyxl import load_workbook  # only workbooks need it

        book = load_workbook(self.path, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = tuple(sheet.title for sheet in book.worksheets)
            sheet = self._chosen(book.worksheets)
            work.watch.enter("read", max(archive.getinfo(_path_of(sheet)).file_size, 1))
            table = _Table(_rows_of(sheet), self.options)
            if next(table.rows(), None) is None:
                code = "dataset_header_only" if table.has_header else "dataset_empty"
                raise UserError(code, field="path", path=str(self.path))
            reading = Reading(
                format="excel",
                header=table.has_header,
                day_first=self.options.day_first,
                missing=self.options.missing or MISSING,
                sheet=sheet.title,
                sheets=sheets,
            )
            contents = read_rows_into(
                work,
                self.path,
                Rows(lambda: _batches(table, work), table.refusals, table.notes),
                Told,
                reading,
                forms_for(self.options.decimal, self.options.day_first),
            )
            return _with_notes(contents, (*table.name_notes, *_formula_notes(archive, _path_of(sheet))))
        finally:
            book.close()

    def _chosen(self, sheets: list[Any]) -> Any:
        if not sheets:
            raise unreadable_as(self.path, "It has no sheet of cells")
        wanted = self.options.sheet
        found = next((sheet for sheet in sheets if wanted in (None, sheet.title)), None)
        if found is None:
            known = ", ".join(sheet.title for sheet in sheets[:20])
            raise UserError("sheet_not_found", field="reading.sheet", sheet=wanted, known=known)
        return found


class _Table:
    """Rows of cells under their header."""

    def __init__(self, rows: Iterator[tuple[int, Cells]], options: ReadingOptions) -> None:
        self._source = rows
        self._missing = frozenset(("", *(MISSING if options.missing is None else options.missing)))
        self.refusals, self.notes = Refusals(), Notes()
        self._sample: list[tuple[int, Cells]] = []
        for row in rows:
            self._sample.append(row)
            if len(self._sample) == SAMPLE:
                break
        self.width = max((len(cells) for _, cells in self._sample), default=0)
        if self.width > MAX_COLUMNS:
            raise UserError("dataset_too_wide", field="path", columns=self.width, limit=MAX_COLUMNS)
        self.has_header = self._has_header(options)
        self.names, self.name_notes = self._named(options)
        if self.has_header:
            del self._sample[:1]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The rows below the header; those that were looked at first are not lost."""
        yield from self._sample
        yield from self._source

    def values(self) -> Iterator[Numbered]:
        for number, cells in self.rows():
            if len(cells) > self.width:
                self.refusals.add(
                    number, "columns", ", ".join(as_word(cell) for cell in cells if cell is not None)
                )
                continue
            padded = (*cells, *[None] * (self.width - len(cells)))
            row = {name: self._value(cell) for name, cell in zip(self.names, padded, strict=True)}
            yield number, sum(len(cell) for cell in cells if isinstance(cell, str)) + 8 * self.width, row

    def _value(self, cell: Any) -> Any:
        if isinstance(cell, str):
            word = cell.strip()
            return None if word in self._missing else word
        if isinstance(cell, time | timedelta):
            return str(cell)
        return cell

    def _has_header(self, options: ReadingOptions) -> bool:
        if options.header is not None or not self._sample:
            return bool(options.header)
        words = [[_word(cell) for cell in cells] for _, cells in self._sample]
        words[0] += [""] * (self.width - len(words[0]))
        return looks_like_header(words[0], words[1:])

    def _named(self, options: ReadingOptions) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        given = [_word(cell) for cell in self._sample[0][1]] if self.has_header else []
        names, notes = repaired_names([*given, *[""] * (self.width - len(given))])
        if not self.has_header and options.header is None:
            notes = (Problem(code="header_missing", severity="warning"),)
        return names, notes


def _batches(table: _Table, work: Work) -> Iterator[pa.RecordBatch]:
    for batch in batches_of(table.values(), table.notes, table.names):
        work.watch.advance(batch.nbytes)
        yield batch


def _rows_of(sheet: Any) -> Iterator[tuple[int, Cells]]:
    """Rows that hold anything, with their numbers, without the empty cells behind the last."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise UserError("sheet_too_long", field="path", limit=MOST_ROWS)
        end = next((place for place in range(len(cells), 0, -1) if cells[place - 1] is not None), 0)
        if end:
            yield number, tuple(cells[:end])


def _word(cell: Any) -> str:
    if cell is None:
        return ""
    return (
        cell.strip()
        if isinstance(cell, str)
        else as_word(cell)
        if isinstance(cell, date | datetime)
        else str(cell)
    )


def _path_of(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")  # openpyxl has no public name for it


def _need_small_words(path: Path, archive: zipfile.ZipFile) -> None:
    words = sum(
        entry.file_size for entry in archive.infolist() if entry.filename.endswith("sharedStrings.xml")
    )
    if words > MOST_WORDS:
        raise UserError("dataset_bomb", field="path", path=str(path), unpacked_bytes=words)


def _formula_notes(archive: zipfile.ZipFile, sheet: str) -> tuple[Problem, ...]:
    count, rest = 0, b""
    with archive.open(sheet) as file:
        while block := file.read(1 << 20):
            count += len(_FORMULA.findall(rest + block))
            rest = (rest + block)[-_LONGEST_TAG + 1 :]
    return (Problem(code="formulas_read", params={"count": count}, severity="warning"),) if count else ()


def _with_notes(contents: Contents, notes: tuple[Problem, ...]) -> Contents:
    return replace(contents, notes=(*notes, *contents.notes))
