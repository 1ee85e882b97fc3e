"""Rows that equal an earlier one, counted in bounded memory. Sees Arrow batches; keeps a hash of each row.

Up to ``IN_MEMORY`` hashes are held; more are dealt over files by their last bits, so that equal ones meet in one file.
"""

from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

IN_MEMORY = 4_000_000  # hashes of 8 bytes
_FILES = 64


class Repeats:
    """A context in whose folder the files lie, while there are any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[NDArray[np.int64]] = []
        self._count = 0
        self._has_files = False

    def __enter__(self) -> "Repeats":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number in range(_FILES):
            self._file(number).unlink(missing_ok=True)

    def see(self, batch: pa.RecordBatch) -> None:
        hashes = row_hashes(batch)
        self._held.append(hashes)
        self._count += len(hashes)
        if self._count > IN_MEMORY:
            self._deal_out()

    def count(self) -> int:
        """Rows that equal an earlier one; with 64 bits a false one is expected in 6 billion rows."""
        if not self._has_files:
            return _repeated(np.concatenate(self._held)) if self._held else 0
        self._deal_out()
        return sum(_repeated(np.fromfile(self._file(number), dtype=np.int64)) for number in range(_FILES))

    def _deal_out(self) -> None:
        self._has_files = True
        hashes = np.concatenate(self._held) if self._held else np.zeros(0, dtype=np.int64)
        places = hashes & (_FILES - 1)
        order = np.argsort(places, kind="stable")
        ends = np.searchsorted(places[order], np.arange(1, _FILES + 1))
        for number, part in enumerate(np.split(hashes[order], ends[:-1])):
            with self._file(number).open("ab") as file:
                part.tofile(file)
        self._held, self._count = [], 0

    def _file(self, number: int) -> Path:
        return self._folder / f"hashes-{number:02}"


def row_hashes(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """A number for each row; Python's keyed hash, so that nobody can prepare rows that collide."""
    columns = [_as_bytes(column) for column in batch.columns]
    rows = pc.binary_join_element_wise(*columns, b"\x1f", null_handling="replace", null_replacement=b"\0")
    return np.fromiter(map(hash, rows.to_pylist()), dtype=np.int64, count=len(rows))


def _as_bytes(column: pa.Array) -> pa.Array:
    if pa.types.is_binary(column.type) or pa.types.is_string(column.type):
        return pc.cast(column, pa.binary())
    return pc.cast(pc.cast(column, pa.string()), pa.binary())


def _repeated(hashes: NDArray[np.int64]) -> int:
    hashes.sort()
    return int(np.count_nonzero(hashes[1:] == hashes[:-1]))
