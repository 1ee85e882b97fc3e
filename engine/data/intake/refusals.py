"""Rows that could not be read, counted and the first of them kept. Knows nothing of formats."""

from dataclasses import dataclass, field

from engine.schema.card import RefusedRow
from engine.schema.problem import Problem

KEPT = 100  # refused rows that are shown
SHOWN = 200  # characters of a refused row that are kept


@dataclass
class Refusals:
    """Rows that could not be read: how many, and the first of them."""

    count: int = 0
    rows: list[RefusedRow] = field(default_factory=list)

    def add(self, line: int, reason: str, text: str) -> None:
        self.count += 1
        if len(self.rows) < KEPT:
            self.rows.append(RefusedRow(line=line, reason=reason, text=text[:SHOWN]))

    def add_all(self, other: "Refusals") -> None:
        self.count += other.count
        self.rows += other.rows[: KEPT - len(self.rows)]

    def first(self) -> tuple[RefusedRow, ...]:
        return tuple(sorted(self.rows, key=lambda row: row.line))

    def notes(self) -> list[Problem]:
        """A warning when rows were refused."""
        if not self.count:
            return []
        return [Problem(code="rows_refused", params={"count": self.count}, severity="warning")]


_PARAMS = {"names_repeated": "names"}  # what sentences call the columns, where not just so


class Notes:
    """What was repaired or assumed, each said once with the columns it is about."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, None]] = {}

    def add(self, code: str, column: str) -> None:
        self._columns.setdefault(code, {})[column] = None

    def problems(self) -> list[Problem]:
        return [_note(code, list(columns)) for code, columns in self._columns.items()]


def _note(code: str, columns: list[str]) -> Problem:
    words = ", ".join(columns[:5]) + (", …" if len(columns) > 5 else "")
    return Problem(code=code, params={_PARAMS.get(code, "columns"): words}, severity="warning")
