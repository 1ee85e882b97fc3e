"""What an import found in a file or folder, before it becomes a card."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.data.intake.refusals import Refusals
from engine.schema.card import Column
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading


@dataclass(frozen=True)
class Contents:
    """Columns and counts of the rows that were written."""

    form: Literal["table", "text"]
    reading: Reading
    columns: tuple[Column, ...]
    rows: int
    refusals: Refusals
    duplicates: int = 0
    notes: tuple[Problem, ...] = ()
    suggestion: dict[str, Any] | None = None


def need_rows(path: Path, rows: int, refusals: Refusals) -> None:
    """Raises UserError, naming the first line that was refused, when no row could be read."""
    if rows:
        return
    refused = refusals.first()
    line = refused[0].line if refused else 1
    raise UserError("dataset_no_rows", field="path", path=str(path), count=refusals.count, line=line)
