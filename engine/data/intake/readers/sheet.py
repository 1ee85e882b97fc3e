"""Rows of cells under their header: what a sheet of a workbook says as a table. Opens no file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.data.intake.dialect import MAX_COLUMNS, looks_like_header, repaired_names
from engine.data.intake.readers.objects import Numbered, as_word
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.values import MISSING
from engine.schema.problem import Problem, UserError
from engine.schema.reading import ReadingOptions

SAMPLE = 100  # rows by which the header and the number of columns are found

Cells = tuple[Any, ...]


class Sheet:
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
