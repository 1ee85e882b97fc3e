"""One sheet of an Excel workbook as a table: cells keep their types, formulas give the value that was saved with them.

Charts, formats and macros are not looked at; nothing is computed.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.data.intake.archive_limits import opened_zip
from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import FileOrigin, Reader, Rows, Work, read_rows_into, unreadable_as
from engine.data.intake.readers.objects import batches_of
from engine.data.intake.readers.sheet import Cells, Sheet
from engine.data.intake.values import MISSING, forms_for
from engine.data.intake.writing import Told
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading, ReadingOptions

MOST_BYTES = 1 << 30  # unpacked
MOST_WORDS = 128 << 20  # bytes of the table of words, which is held in memory
MOST_ROWS = 1 << 20  # of a sheet, as Excel itself allows
_FORMULA = re.compile(rb"<f[ >/]")
_LONGEST_TAG = 3


@dataclass
class Workbook(Reader):
    """An .xlsx file."""

    origin: FileOrigin
    options: ReadingOptions

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
            table = Sheet(_rows_of(sheet), self.options)
            if next(table.rows(), None) is None:
                code = "dataset_header_only" if table.has_header else "dataset_empty"
                raise UserError(code, field="path", path=str(self.path))
            reading = Reading(
                format="excel",
                header=table.has_header,
                day_first=self.options.day_first,
                missing=MISSING if self.options.missing is None else self.options.missing,
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


def _batches(table: Sheet, work: Work) -> Iterator[pa.RecordBatch]:
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
