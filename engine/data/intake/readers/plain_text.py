"""A file that is no table, as a dataset of one column: each line a row, empty ones too, in their order.

The rows, each with a line feed after it, are the text again, whatever the line ends of the system it was written on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from engine.data.intake.contents import Contents, need_rows
from engine.data.intake.dialect import NO_DELIMITER, sample_of
from engine.data.intake.profile import ColumnProfile
from engine.data.intake.readers.base import DATA, Reader, Work
from engine.data.intake.records import Lines, fault_of, shown
from engine.data.intake.refusals import Refusals
from engine.data.intake.sources import MAX_LINE, Source
from engine.data.intake.suggestion import of_plain_text
from engine.data.intake.values import is_number_word
from engine.schema.card import TEXT
from engine.schema.reading import Reading

_MAYBE_TABLES = frozenset({".txt", ".text", ""})
_NEVER_TABLES = frozenset({".md", ".markdown", ".rst"})
_ROWS, _BYTES = 1 << 16, 4 << 20  # of one batch, at most
_REGULAR = 0.9  # share of records with equally many columns from which it is a table


def is_plain_text(source: Source) -> bool:
    """Whether a file should be read as a text: by its name and, where that may be either, by its first lines."""
    suffix = source.path.suffix.lower()
    return suffix in _NEVER_TABLES or (suffix in _MAYBE_TABLES and not _is_table(source))


@dataclass
class PlainText(Reader):
    """A text whose lines are the rows."""

    origin: Source

    def read(self, work: Work) -> Contents:
        refusals, profile = Refusals(), ColumnProfile(TEXT, "text")
        schema = pa.schema([(TEXT, pa.string())])
        rows = 0
        work.watch.enter("read", self.size)
        with pa.OSFile(str(work.aside / DATA), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for lines in _batches(self.origin, refusals):
                values = pa.array(lines[: None if work.most is None else work.most - rows], pa.string())
                profile.see(values)
                rows += len(values)
                writer.write_batch(pa.RecordBatch.from_arrays([values], schema=schema))
                if work.most is not None and rows >= work.most:
                    break
        need_rows(self.path, rows, refusals)
        return Contents(
            form="text",
            reading=Reading(format="text", encoding=self.origin.encoding),
            columns=(profile.column(None),),
            rows=rows,
            refusals=refusals,
            notes=tuple(refusals.notes()),
            suggestion=of_plain_text(),
        )


def _batches(source: Source, refusals: Refusals) -> Iterator[list[str]]:
    lines: list[str] = []
    size = 0
    for number, line in Lines(source.blocks()):
        reason = "too_long" if len(line) > MAX_LINE else fault_of(line)
        if reason:
            refusals.add(number, reason, shown(line))
            continue
        lines.append(line.removesuffix(b"\n").removesuffix(b"\r").decode())
        size += len(line)
        if len(lines) == _ROWS or size > _BYTES:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


def _is_table(source: Source) -> bool:
    """Nearly all records have as many columns as most, and it does not look like sentences with commas."""
    delimiter, rows = sample_of(source)
    if delimiter == NO_DELIMITER or len(rows) < 2:
        return False
    [(width, count)] = Counter(map(len, rows)).most_common(1)
    return width > 1 and count >= _REGULAR * len(rows) and not _is_prose(rows)


def _is_prose(rows: list[list[str]]) -> bool:
    """Indented lines, or words with a space after each comma; a column of numbers is neither."""
    if any(
        _is_numbers([row[place] for row in rows[1:] if len(row) > place]) for place in range(len(rows[0]))
    ):
        return False
    later = [word for row in rows for word in row[1:]]
    spaced = sum(word.startswith(" ") for word in later) > len(later) / 2
    indented = sum(not row[0].strip() for row in rows) > len(rows) / 2
    return spaced or indented


def _is_numbers(words: list[str]) -> bool:
    return bool(words) and sum(is_number_word(word.strip()) for word in words) >= _REGULAR * len(words)
