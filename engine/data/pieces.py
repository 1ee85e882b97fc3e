"""The texts of a dataset, and which of them are trained on, watched and held out.

A plain text is cut into contiguous pieces, at the ends of lines where it can be, and whole pieces go to a part; pieces
that follow one another in a part stay one run of text. In a table each row is a document, and so a run of its own.
The text is parted before the tokenizer sees it: what is held out is unknown to it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.data.cleaning import clean
from engine.data.split import split_rows
from engine.data.table import read_table
from engine.schema.data_spec import CleaningSpec, DataSpec, SplitSpec

PIECE = 1 << 14  # characters of a plain text that go to one part together
_SMALLEST_PIECE = 256  # of a short text: a few sentences, and more seams than text would teach nothing
_LEAST_PIECES = 64  # of a text in between, so that a tenth of them is some

Run = list[str]  # pieces that follow one another


@dataclass(frozen=True)
class TextParts:
    """Runs of text by part, and what was left out."""

    runs: dict[str, list[Run]]
    cleaned: dict[str, int] = field(default_factory=dict)


def parts_of_text(data: Path, column: str, split: SplitSpec) -> TextParts:
    """The parts of a plain text, whose lines are the rows of ``data``."""
    lines = read_table(data, {column: "text"}, [column]).columns[column]
    text = "\n".join(lines) + "\n"
    pieces = cut(text, min(PIECE, max(len(text) // _LEAST_PIECES, _SMALLEST_PIECE)))
    return TextParts({name: list(_joined(pieces, rows)) for name, rows in _rows_by_part(len(pieces), split)})


def parts_of_documents(data: Path, column: str, spec: DataSpec) -> TextParts:
    """The parts of a table's column of documents; those that are missing, and repeats when asked, are left out."""
    table = read_table(data, {column: "text"}, [column])
    rules = CleaningSpec(missing="drop", duplicates=spec.cleaning.duplicates)
    cleaned = clean(table, column, (), rules)
    documents = table.columns[column][cleaned.rows]
    runs = {
        name: [cut(documents[row], PIECE) for row in rows]
        for name, rows in _rows_by_part(len(documents), spec.split)
    }
    return TextParts(runs, {name: count for name, count in cleaned.counts.items() if count})


def cut(text: str, size: int) -> list[str]:
    """Pieces of at least ``size`` characters, each up to the end of its line; up to a space, or just there, when the
    line goes on for another ``size``. Joined they are the text."""
    pieces, start = [], 0
    while start < len(text):
        end = _border(text, start + size, size)
        pieces.append(text[start:end])
        start = end
    return pieces


def _border(text: str, place: int, within: int) -> int:
    for sign in ("\n", " "):
        found = text.find(sign, place - 1, place + within)
        if found >= 0:
            return found + 1
    return place


def _rows_by_part(rows: int, split: SplitSpec) -> Iterator[tuple[str, np.ndarray]]:
    parts = split_rows(rows, split)
    yield from (("train", parts.train), ("validation", parts.validation), ("test", parts.test))


def _joined(pieces: list[str], rows: np.ndarray) -> Iterator[Run]:
    """Neighbours together."""
    borders = np.flatnonzero(np.diff(rows) > 1) + 1
    for run in np.split(rows, borders):
        if len(run):
            yield [pieces[row] for row in run]
