"""Which columns of a dataset are read, and in which part: features, target, what rows are split by, what steps look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from engine.data.rows.steps.passage import Passage
from engine.data.table import read_table
from engine.schema.card import ColumnKind
from engine.schema.data_spec import DataSpec
from engine.schema.problem import UserError
from engine.schema.step_columns import StepColumns, columns_after, named_columns, roles_of


@dataclass(frozen=True)
class Selection:
    """A dataset's file, and what is wanted of it."""

    data: Path
    kinds: Mapping[str, ColumnKind]
    spec: DataSpec
    columns: tuple[str, ...]  # that a model reads; derived ones may be among them
    target: str | None = None
    needed: tuple[str, ...] = ()

    @cached_property
    def after(self) -> StepColumns:
        """The columns after the steps. Raises UserError for a step that cannot be done."""
        after = columns_after(self.spec.steps, self.kinds, self.target, roles_of(self.spec))
        if after.problems:
            raise UserError.of(after.problems)
        return after

    def start(self, most: int | None = None) -> Passage:
        """Every row (the first ``most``) before the first step."""
        table = read_table(self.data, self.kinds, self._stored(), most)
        wanted = frozenset((*self.columns, *self.after.read_as(self.columns)))
        return Passage(table, np.arange(table.rows), wanted, self._closed())

    def _stored(self) -> tuple[str, ...]:
        """Names in the dataset, those of the model first."""
        split = self.spec.split
        named = (name for step in self.spec.steps for _, name in named_columns(step))
        names = (*self.after.raw(self.columns), self.target, *self.needed, split.group, split.time, *named)
        return tuple(dict.fromkeys(name for name in names if name and name not in self.after.sources))

    def _closed(self) -> frozenset[str]:
        """Columns that no step changes unless it names them."""
        spec = self.spec
        return frozenset(filter(None, (self.target, spec.user, spec.item, spec.time, spec.split.group)))
