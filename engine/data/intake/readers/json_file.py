"""A JSON document as a table: a list of objects, an object that holds such a list, or one of columns.

A list is read element by element, so that its length costs no memory; any other document is read whole, up to a limit.
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import Reader, Work, unreadable_as
from engine.data.intake.readers.json_text import object_of
from engine.data.intake.readers.objects import Numbered
from engine.data.intake.readers.records import Records
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.sources import MAX_LINE, Source
from engine.schema.problem import UserError
from engine.schema.reading import Reading, ReadingOptions

MOST_WHOLE = 128 << 20  # bytes of a document that is no list; parsed it takes some ten times as much
_SPACE = re.compile(r"[ \t\r\n]*")
_LIST_INSIDE = re.compile(r'\s*\{\s*"(?P<name>data|rows|records|items|examples|train)"\s*:\s*(?=\[\s*\{)')
_ROUGHLY = 200  # bytes of a row of a document that was read whole


@dataclass
class JsonFile(Reader):
    """A document of JSON, surveyed as a text."""

    origin: Source
    options: ReadingOptions

    def read(self, work: Work) -> Contents:
        work.watch.enter("read", self.size)
        reading = Reading(format="json", encoding=self.origin.encoding, day_first=self.options.day_first)
        return Records(self.path, self._objects).read(work, reading, self.options)

    def _objects(self, refusals: Refusals, notes: Notes) -> Iterator[Numbered]:
        text = _Text(self.origin)
        text.fill()
        start = _LIST_INSIDE.match(text.held)
        if start:
            text.skip(start.end())
        for line, size, value in self._list(text) if text.begins("[") else self._whole(notes):
            row, reason = object_of(value)
            if row is None:
                refusals.add(line, reason, str(value)[:1000])
            else:
                yield line, size, row
        if start and text.begins("]"):
            text.skip(1)
            if text.begins(","):
                notes.add("json_beside_rows", start["name"])

    def _list(self, text: "_Text") -> Iterator[tuple[int, int, Any]]:
        text.skip(1)
        while not text.begins("]"):
            line, before = text.line, text.taken
            try:
                value = text.value()
            except RecursionError:
                raise unreadable_as(self.path, f"Line {line} is nested too deeply") from None
            except ValueError as error:
                raise unreadable_as(self.path, f"Line {line}: {error}") from None
            yield line, text.taken - before, value
            if text.begins(","):
                text.skip(1)
            elif not text.begins("]"):
                raise unreadable_as(self.path, f"Line {text.line}: a comma or the end of the list is missing")

    def _whole(self, notes: Notes) -> Iterator[tuple[int, int, Any]]:
        if self.size > MOST_WHOLE:
            raise UserError("json_too_large", field="path", size_bytes=self.size, limit_bytes=MOST_WHOLE)
        try:
            value = json.loads(self.origin.path.read_bytes().decode(self.origin.encoding))
        except RecursionError:
            raise unreadable_as(self.path, "It is nested too deeply") from None
        except ValueError as error:
            raise unreadable_as(self.path, str(error)) from None
        for place, row in enumerate(_rows_of(value, notes), start=1):
            yield place, _ROUGHLY, row


class _Text:
    """The letters of a file as far as they are needed, and the line that is reached."""

    def __init__(self, source: Source) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("modelyard-nul")
        self._pieces = (decoder.decode(block) for block in source.blocks())
        self._decoder = json.JSONDecoder()
        self.held = ""
        self._at = 0
        self.line = 1
        self.taken = 0

    def fill(self) -> bool:
        """Read on; whether there was anything."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self.held = self.held[self._at :] + piece
        self._at = 0
        return True

    def begins(self, sign: str) -> bool:
        """Whether the next letter that is no space is this one; at the end of the text none is."""
        while True:
            end = _SPACE.match(self.held, self._at).end()  # type: ignore[union-attr]
            self._take(end)
            if end < len(self.held) or not self.fill():
                return self.held.startswith(sign, self._at)

    def skip(self, letters: int) -> None:
        self._take(self._at + letters)

    def value(self) -> Any:
        """The value that begins here; raises ValueError."""
        self.begins("")
        while True:
            try:
                value, end = self._decoder.raw_decode(self.held, self._at)
            except ValueError:
                if len(self.held) - self._at > MAX_LINE or not self.fill():
                    raise
                continue
            if end < len(self.held) or not self.fill():  # 12 may be the beginning of 123
                self._take(end)
                return value

    def _take(self, end: int) -> None:
        self.line += self.held.count("\n", self._at, end)
        self.taken += end - self._at
        self._at = end


def _rows_of(value: Any, notes: Notes) -> Iterator[Any]:
    """Rows of a document that is an object: its list of objects, its columns, or itself."""
    if isinstance(value, list):
        yield from value
        return
    if not isinstance(value, dict):
        yield value
        return
    lists = {name: part for name, part in value.items() if isinstance(part, list)}
    inside = next((name for name, part in lists.items() if part and isinstance(part[0], dict)), None)
    is_columns = lists and len(lists) == len(value) and len({len(part) for part in lists.values()}) == 1
    if is_columns and not (inside and len(value) == 1):
        yield from (dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True))
    elif inside is not None:
        if len(value) > 1:
            notes.add("json_beside_rows", inside)
        yield from lists[inside]
    else:
        yield value
