"""CSV, TSV and their kin: words between delimiters. See ``parse`` for how the words are cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.dialect import NO_DELIMITER, Dialect, sniff
from engine.data.intake.parse import NeedsRepairError, word_batches
from engine.data.intake.readers.base import Reader, Rows, Work, read_rows_into, unreadable_as
from engine.data.intake.refusals import Notes, Refusals
from engine.data.intake.sources import Source
from engine.data.intake.values import MISSING, forms_for, missing_set, without_missing
from engine.data.intake.writing import Told
from engine.schema.reading import Reading, ReadingOptions


@dataclass
class Delimited(Reader):
    """A text whose lines are rows of a table."""

    origin: Source
    options: ReadingOptions

    def read(self, work: Work) -> Contents:
        dialect = sniff(self.origin, self.options)
        try:
            try:
                return self._read(work, dialect, self.origin.needs_repair)
            except NeedsRepairError:
                return self._read(work, dialect, repair=True)
        except pa.ArrowInvalid as error:
            raise unreadable_as(self.path, str(error)) from None

    def _read(self, work: Work, dialect: Dialect, repair: bool) -> Contents:
        refusals = Refusals()
        work.watch.enter("read", self.size)
        contents = read_rows_into(
            work,
            self.path,
            Rows(lambda: self._words(dialect, refusals, repair), refusals, Notes()),
            lambda: Told(semicolons=dialect.delimiter == ";" and self.options.decimal is None),
            self._reading(dialect),
            forms_for(self.options.decimal, self.options.day_first),
        )
        return _with_notes(contents, dialect)

    def _words(self, dialect: Dialect, refusals: Refusals, repair: bool) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([(name, pa.string()) for name in dialect.names])
        missing = missing_set(self.options.missing)
        for batch in word_batches(self.origin, dialect, refusals, repair):
            columns = [without_missing(column, missing) for column in batch.columns]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def _reading(self, dialect: Dialect) -> Reading:
        semicolons = dialect.delimiter == ";"
        return Reading(
            format="delimited",
            delimiter=None if dialect.delimiter == NO_DELIMITER else dialect.delimiter,
            quote=dialect.quote or "none",
            encoding=self.origin.encoding,
            decimal=self.options.decimal or ("," if semicolons else "."),
            header=dialect.has_header,
            day_first=self.options.day_first,
            missing=MISSING if self.options.missing is None else self.options.missing,
        )


def _with_notes(contents: Contents, dialect: Dialect) -> Contents:
    return replace(contents, notes=(*dialect.notes, *contents.notes))
