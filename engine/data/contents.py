"""What an import found in a file, table or text, before it becomes a card."""

from dataclasses import dataclass
from typing import Any, Literal

from engine.data.parse import Refusals
from engine.data.sources import Source
from engine.schema.card import Column
from engine.schema.problem import Problem, UserError


@dataclass(frozen=True)
class Contents:
    """Columns and counts of the rows that were written."""

    form: Literal["table", "text"]
    columns: tuple[Column, ...]
    rows: int
    refusals: Refusals
    duplicates: int = 0
    delimiter: str | None = None
    notes: tuple[Problem, ...] = ()
    suggestion: dict[str, Any] | None = None


def need_rows(source: Source, rows: int, refusals: Refusals) -> None:
    """Raises UserError, naming the first line that was refused, when no row could be read."""
    if rows:
        return
    refused = refusals.first()
    line = refused[0].line if refused else 1
    raise UserError("dataset_no_rows", field="path", path=str(source.path), count=refusals.count, line=line)


def refused_note(refusals: Refusals) -> list[Problem]:
    """A warning when rows were refused."""
    if not refusals.count:
        return []
    return [Problem(code="rows_refused", params={"count": refusals.count}, severity="warning")]
