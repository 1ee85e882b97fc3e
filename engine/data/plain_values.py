"""Cells of a table as JSON and people write them: dates as ISO, switches as true and false, long texts cut."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.data.table import Table
from engine.schema.card import ColumnKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 200  # letters


def plain_row(table: Table, place: int, names: Sequence[str]) -> dict[str, Any]:
    """One row in these columns, as far as the table has them; of images there is nothing to write."""
    return {
        name: _plain(table.columns[name][place], table.kinds[name])
        for name in names
        if name in table.columns and table.kinds[name] != "image"
    }


def _plain(value: Any, kind: ColumnKind) -> Any:
    if value is None or value != value:
        return None
    match kind:
        case "number":
            return float(value)
        case "boolean":
            return bool(value)
        case "date":
            moment = _EPOCH + timedelta(milliseconds=round(value * 86_400_000))
            return moment.replace(tzinfo=None).isoformat() if value % 1 else moment.date().isoformat()
        case _:
            return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
