"""Rows on their way through the steps: what is in them now, which they are, and on which side of the split."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from engine.data.rows.split import Split
from engine.data.table import Table


@dataclass(frozen=True)
class Passage:
    """Rows between two steps."""

    table: Table
    rows: np.ndarray  # their numbers in the dataset
    wanted: frozenset[str]  # columns that the model reads, as far as they are there
    closed: frozenset[str] = frozenset()  # columns that a step changes only when it names them
    split: Split | None = None  # places in ``table``; not before the rows are parted
    choices: Mapping[str, str] = field(default_factory=dict)  # column -> how features encode it

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(name for name in self.table.columns if name in self.wanted)

    def training(self, names: tuple[str, ...]) -> Table:
        """The rows that may be learnt from, in these columns."""
        columns = Table({name: self.table.columns[name] for name in names}, self.table.kinds)
        return columns if self.split is None else columns.take(self.split.train)

    def keep(self, stays: np.ndarray) -> "Passage":
        """Without the rows that ``stays`` does not mark; the others keep their order and their side."""
        places = np.cumsum(stays) - 1
        split = self.split and self.split.mapped(lambda part: places[part[stays[part]]])
        kept = np.flatnonzero(stays)
        return replace(self, table=self.table.take(kept), rows=self.rows[kept], split=split)

    def changed(self, table: Table) -> "Passage":
        return replace(self, table=table)

    def drop(self, names: tuple[str, ...]) -> "Passage":
        columns = {name: column for name, column in self.table.columns.items() if name not in names}
        return replace(self, table=Table(columns, {name: self.table.kinds[name] for name in columns}))
