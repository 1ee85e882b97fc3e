"""JSON lines: each line an object, each object a row."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import Reader, Work
from engine.data.intake.readers.json_text import row_of
from engine.data.intake.readers.objects import Numbered
from engine.data.intake.readers.records import Records
from engine.data.intake.records import Lines, fault_of, shown
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.sources import MAX_LINE, Source
from engine.schema.reading import Reading, ReadingOptions


@dataclass
class JsonLines(Reader):
    """A text of objects, one a line; blank lines are no rows."""

    origin: Source
    options: ReadingOptions

    def read(self, work: Work) -> Contents:
        work.watch.enter("read", self.size)
        reading = Reading(
            format="json_lines", encoding=self.origin.encoding, day_first=self.options.day_first
        )
        return Records(self.path, self._objects).read(work, reading, self.options)

    def _objects(self, refusals: Refusals, notes: Notes) -> Iterator[Numbered]:
        for number, line in Lines(self.origin.blocks()):
            if not line.strip():
                continue
            reason = "too_long" if len(line) > MAX_LINE else fault_of(line)
            row = None
            if not reason:
                row, reason = row_of(line)
            if row is None:
                refusals.add(number, reason or "json", shown(line))
            else:
                yield number, len(line), row
