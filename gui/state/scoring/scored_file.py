"""The new file: every row of the old one with what the model said of it. Whole when it is there, else absent."""

import csv
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from engine.schema.problem import UserError
from engine.system.files import sync_folder
from gui.widgets.chart_file import safe_cell
from gui.widgets.written_value import number_of


class ScoredFile:
    """Written aside; ``keep`` renames it into place, leaving without it takes it away."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self._aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            self._file = self._aside.open("x", newline="", encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from None
        self._rows = csv.writer(self._file, lineterminator="\n")
        self.write(columns)

    def __enter__(self) -> "ScoredFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._aside.unlink(missing_ok=True)

    def write(self, cells: Iterable[Any]) -> None:
        """Texts that a spreadsheet would take for a formula are written so that it does not."""
        try:
            self._rows.writerow([_written(cell) for cell in cells])
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def keep(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._aside.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise _unwritable(self.path, error) from None


def free_path(source: Path, ending: str = "scored") -> Path:
    """“reviews-scored.csv” beside “reviews.tsv”, with a number where that is taken."""
    number = 1
    path = source.with_name(f"{source.stem}-{ending}.csv")
    while path.exists():
        number += 1
        path = source.with_name(f"{source.stem}-{ending}-{number}.csv")
    return path


def _written(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell) if isinstance(number_of(cell), str) else cell  # “-1.5” is no formula
    return cell if isinstance(cell, int | float) else safe_cell(str(cell))


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError("score_unwritable", path=str(path), reason=error.strerror or str(error))
