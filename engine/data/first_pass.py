"""The first pass over a file: cuts it into words, and learns what each column's words can mean."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.data.contents import need_rows
from engine.data.dialect import Dialect
from engine.data.parse import NeedsRepairError, Refusals, word_batches
from engine.data.sources import Source
from engine.data.values import FormGuess, without_missing
from engine.schema.problem import UserError

WORDS = "words.arrow"
_COMPARED = 20_000_000  # rows among which duplicates are counted: 8 bytes each


class FirstPass:
    """What was learnt: a form for each column, refused rows, and a hash of every row."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.guesses = [FormGuess() for _ in names]
        self.refusals = Refusals()
        self.rows = 0
        self._hashes: list[np.ndarray] = []
        self._hashed = 0

    def see(self, batch: pa.RecordBatch) -> None:
        self.rows += batch.num_rows
        for guess, words in zip(self.guesses, batch.columns, strict=True):
            guess.see(words)
        if self._hashed < _COMPARED:
            self._hashed += batch.num_rows
            self._hashes.append(_row_hashes(batch))

    def duplicates(self) -> int:
        """Rows that equal an earlier one."""
        if not self._hashes:
            return 0
        together = np.sort(np.concatenate(self._hashes))
        return int(np.count_nonzero(together[1:] == together[:-1]))


def read_words(source: Source, dialect: Dialect, aside: Path) -> FirstPass:
    """Write the file's words into ``aside`` and tell what they are. Raises UserError when no row can be read."""
    try:
        found = _write_words(source, dialect, aside, repair=source.needs_repair)
    except NeedsRepairError:
        try:
            found = _write_words(source, dialect, aside, repair=True)
        except pa.ArrowInvalid as error:
            raise _unreadable(source, error) from None
    except pa.ArrowInvalid as error:
        raise _unreadable(source, error) from None
    need_rows(source, found.rows, found.refusals)
    return found


def _write_words(source: Source, dialect: Dialect, aside: Path, repair: bool) -> FirstPass:
    found = FirstPass(dialect.names)
    schema = pa.schema([(name, pa.string()) for name in dialect.names])
    with pa.OSFile(str(aside / WORDS), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in word_batches(source, dialect, found.refusals, repair):
            words = pa.RecordBatch.from_arrays(
                [without_missing(column) for column in batch.columns], schema=schema
            )
            found.see(words)
            writer.write_batch(words)
    return found


def _row_hashes(batch: pa.RecordBatch) -> np.ndarray:
    """A number for each row; Python's keyed hash, so that nobody can prepare rows that collide."""
    columns = [pc.cast(column, pa.binary()) for column in batch.columns]
    rows = pc.binary_join_element_wise(*columns, b"\x1f", null_handling="replace", null_replacement=b"\0")
    return np.fromiter(map(hash, rows.to_pylist()), dtype=np.int64, count=len(rows))


def _unreadable(source: Source, error: pa.ArrowInvalid) -> UserError:
    reason = str(error).splitlines()[0].rstrip(".")[:200]
    return UserError("dataset_unreadable", field="path", path=str(source.path), reason=reason)
