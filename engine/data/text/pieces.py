"""The texts of a dataset, and which of them are trained on, watched and held out.

A plain text is cut into contiguous pieces, at the ends of lines where it can be, and whole pieces go to a part; pieces
that follow one another in a part stay one run of text. In a table each row is a document, and so a run of its own.
The text is parted before the tokenizer sees it: what is held out is unknown to it too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.data.rows.prepare import prepare
from engine.data.rows.route import steps_alone
from engine.data.rows.selection import Selection
from engine.data.rows.split import split_rows
from engine.data.rows.steps import FittedSteps
from engine.data.rows.steps.base import ValueStep
from engine.data.rows.steps.inputs import fitted_steps
from engine.data.table import is_missing
from engine.schema.card import ColumnKind
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem, UserError
from engine.schema.split_spec import SPLITS_OF_TEXT

PIECE = 1 << 14  # characters of a plain text that go to one part together
_SMALLEST_PIECE = 256  # of a short text: a few sentences, and more seams than text would teach nothing
_LEAST_PIECES = 64  # of a text in between, so that a tenth of them is some

_PARTS = ("train", "validation", "test")

Run = list[str]  # pieces that follow one another


@dataclass(frozen=True)
class TextParts:
    """Runs of text by part, and what was left out."""

    runs: dict[str, list[Run]]
    cleaned: dict[str, int] = field(default_factory=dict)
    steps: FittedSteps = field(default_factory=FittedSteps)  # to be taken by every text that a model is given
    notes: tuple[Problem, ...] = ()


def parts_of_text(data: Path, column: str, spec: DataSpec) -> TextParts:
    """The parts of a plain text, whose lines are the rows of ``data``. Steps are taken line by line."""
    if spec.split.method not in SPLITS_OF_TEXT:
        raise UserError("split_not_for_text", field="data.split.method")
    lines, counts, steps = _lines(data, column, spec)
    text = "\n".join(lines) + "\n"
    pieces = cut(text, min(PIECE, max(len(text) // _LEAST_PIECES, _SMALLEST_PIECE)))
    split = split_rows(len(pieces), spec.split)
    return TextParts({name: list(_joined(pieces, getattr(split, name))) for name in _PARTS}, counts, steps)


def parts_of_documents(
    data: Path, column: str, spec: DataSpec, kinds: Mapping[str, ColumnKind] | None = None
) -> TextParts:
    """The parts of a table's column of documents; those that are missing, and repeats when asked, are left out.

    ``kinds`` are those of the other columns that steps and split may look at.
    """
    prepared = prepare(data, {**(kinds or {}), column: "text"}, spec, (column,), needed=(column,))
    documents = prepared.table.columns[column]
    runs = {name: [cut(documents[row], PIECE) for row in getattr(prepared.split, name)] for name in _PARTS}
    return TextParts(runs, _told(prepared.counts), prepared.steps, prepared.notes)


def _lines(data: Path, column: str, spec: DataSpec) -> tuple[np.ndarray, dict[str, int], FittedSteps]:
    """Empty lines stay: they part paragraphs. What a step empties is an empty line too."""
    start = here = Selection(data, {column: "text"}, spec, (column,)).start()
    counts, done = {}, []
    for stage in steps_alone(start, spec.steps):
        here = stage.after
        counts[stage.name] = int(stage.touched.sum())
        done += [stage.step] if isinstance(stage.step, ValueStep) else []
    lines = here.table.columns[column]
    lines[is_missing(lines)] = ""
    return lines, _told(counts), fitted_steps(done, (column,), here.table)


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


def _told(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def _joined(pieces: list[str], rows: np.ndarray) -> Iterator[Run]:
    """Neighbours together."""
    borders = np.flatnonzero(np.diff(rows) > 1) + 1
    for run in np.split(rows, borders):
        if len(run):
            yield [pieces[row] for row in run]
