"""The rows of a file of texts: CSV in any dialect, JSON lines, a JSON list, or plain lines. Read once, in order."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from engine.schema.problem import UserError

if TYPE_CHECKING:
    from engine.schema.reading import Reading

LINE = "text"  # the only column of a file of plain lines
READABLE = frozenset({"delimited", "json_lines", "json", "text"})
_LONGEST_CELL = 16 << 20  # characters; csv's own limit is 128 KiB, which a text may pass
_LARGEST_JSON = 256 << 20  # bytes of a JSON list, which is read whole


@dataclass(frozen=True)
class Row:
    """``line`` is where it begins in the file; ``share`` how much of the file has been read, 0…1."""

    line: int
    cells: Mapping[str, Any]
    share: float


class RowsFile:
    """``columns`` are those of the file, as far as it says them; read by the way the engine found."""

    def __init__(self, path: Path, reading: "Reading", columns: Sequence[str]) -> None:
        if reading.format not in READABLE:
            raise UserError("score_format", path=path.name)
        self.path, self.columns = path, tuple(columns)
        self.reading = reading

    def rows(self) -> Iterator[Row]:
        """Raises UserError where the file cannot be read, or is cut off in the middle of a value."""
        readers: dict[str, Callable[[TextIO], Iterator[tuple[int, Mapping[str, Any]]]]] = {
            "delimited": self._delimited,
            "json_lines": self._json_lines,
            "json": self._json,
            "text": self._lines,
        }
        try:
            size = max(self.path.stat().st_size, 1)
            with self.path.open("rb") as raw, _text(raw, self._encoding) as file:
                for line, cells in readers[self.reading.format](file):
                    yield Row(line, cells, min(raw.tell() / size, 1.0))
        except (OSError, UnicodeError, ValueError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UserError("score_unreadable", path=self.path.name, reason=reason) from None

    @property
    def _encoding(self) -> str:
        return "utf-8-sig" if self.reading.encoding in (None, "utf-8") else self.reading.encoding

    def _delimited(self, file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
        csv.field_size_limit(_LONGEST_CELL)
        quoted = self.reading.quote != "none"
        reader = csv.reader(
            file,
            delimiter=self.reading.delimiter or ",",
            quotechar=(self.reading.quote or '"') if quoted else None,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        begun = 0
        skip = self.reading.header is not False
        for cells in reader:
            line, begun = begun + 1, reader.line_num
            if skip:
                skip = False
            elif cells:
                yield line, dict(zip(self.columns, cells, strict=False))

    def _json_lines(self, file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for line, text in enumerate(file, start=1):
            if text.strip():
                yield line, _cells(json.loads(text))

    def _json(self, file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
        if self.path.stat().st_size > _LARGEST_JSON:
            raise UserError("score_json_large", path=self.path.name, most_bytes=_LARGEST_JSON)
        found = json.load(file)
        rows = (
            found if isinstance(found, list) else next((v for v in found.values() if isinstance(v, list)), [])
        )
        for place, row in enumerate(rows, start=1):
            yield place, _cells(row)

    def _lines(self, file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for line, text in enumerate(file, start=1):
            if text.strip():
                yield line, {LINE: text.rstrip("\r\n")}


def _text(raw: Any, encoding: str) -> TextIO:
    return io.TextIOWrapper(raw, encoding=encoding, newline="")


def _cells(row: Any) -> Mapping[str, Any]:
    return row if isinstance(row, dict) else {LINE: row}
