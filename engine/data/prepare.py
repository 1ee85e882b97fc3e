"""From a dataset's file to the rows a task learns from: cleaned, transformed, and parted into training, validation and
test.

Knows columns and row numbers; what a network reads of them is the task's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from engine.data.features import TableEncoder
from engine.data.route import Route, Stage
from engine.data.split import Split
from engine.data.steps import FittedSteps, Passage
from engine.data.steps.base import ValueStep
from engine.data.table import Table, read_table
from engine.schema.card import ColumnKind
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem, UserError
from engine.schema.roles import ROLES
from engine.schema.step_columns import StepColumns, columns_after, named_columns
from engine.schema.step_spec import StepSpec


@dataclass(frozen=True)
class Prepared:
    """The rows that take part."""

    table: Table  # their columns, of ``rows`` rows, as they are after the steps
    rows: np.ndarray  # their numbers in the dataset
    split: Split  # places in ``table``
    counts: dict[str, int]  # rows that each step touched
    features: tuple[str, ...] = ()  # columns of ``table`` that a model reads
    steps: FittedSteps = FittedSteps()  # to be stored with the model
    choices: Mapping[str, str] = field(default_factory=dict)  # column -> how it is encoded
    notes: tuple[Problem, ...] = ()  # warnings that a person should see

    def encoder(self, names: Sequence[str] | None = None) -> TableEncoder:
        """What turns these columns (all features) into numbers; learnt from the training rows alone."""
        names = self.features if names is None else names
        columns = Table({name: self.table.columns[name] for name in names}, self.table.kinds)
        return TableEncoder.fit(columns.take(self.split.train), names, self.choices)


@dataclass(frozen=True)
class Reading:
    """What is read of a dataset, and for what: the columns in their roles, and the steps they take."""

    data: Path
    kinds: Mapping[str, ColumnKind]
    spec: DataSpec
    columns: tuple[str, ...]  # that a model reads; derived ones among them
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
        """Every row (the first ``most``) in every column that is read, split by or looked at by a step."""
        split = self.spec.split
        named = (name for step in self.spec.steps for _, name in named_columns(step))
        names = (*self.after.raw(self.columns), self.target, *self.needed, split.group, split.time, *named)
        stored = tuple(dict.fromkeys(name for name in names if name and name not in self.after.sources))
        table = read_table(self.data, self.kinds, stored)
        if most is not None and table.rows > most:
            table = table.take(np.arange(most))
        wanted = frozenset((*self.columns, *self.after.read_as(self.columns)))
        return Passage(table, np.arange(table.rows), wanted, self._closed())

    def _closed(self) -> frozenset[str]:
        """Columns that no step changes unless it names them."""
        spec = self.spec
        return frozenset(filter(None, (self.target, spec.user, spec.item, spec.time, spec.split.group)))


def roles_of(spec: DataSpec) -> frozenset[str]:
    """Columns that a spec names for more than their values as features."""
    named = [getattr(spec, role) for role in ROLES if role not in ("features", "separator")]
    return frozenset(filter(None, (*named, spec.split.group, spec.split.time)))


def prepare(
    data: Path,
    kinds: Mapping[str, ColumnKind],
    spec: DataSpec,
    columns: Sequence[str],
    target: str | None = None,
    *,
    needed: Sequence[str] = (),
) -> Prepared:
    """Read ``columns`` (and the target) of the Arrow file ``data``, take the steps and part the rows.

    ``columns`` may name what steps derive. Rows without a target, or without a value in a ``needed`` column, are left
    out in any case: those cannot be filled in. A stratified split keeps the shares of the target's classes, or of its
    deciles where it is a number. Raises UserError for a step that cannot be done, a split that cannot be made, and
    rows on both sides of it where that is refused.
    """
    reading = Reading(data, kinds, spec, tuple(columns), target, tuple(needed))
    start = reading.start()
    route = Route(spec, target, tuple(needed))
    stages = list(route.stages(start))
    return _prepared(reading, start, stages, route.notes())


def _prepared(reading: Reading, start: Passage, stages: list[Stage], notes: tuple[Problem, ...]) -> Prepared:
    end = stages[-1].after
    split = end.split
    if split is None or not len(split.train):
        raise UserError("no_training_rows", field="data.split", rows=end.table.rows)
    return Prepared(
        table=end.table,
        rows=end.rows,
        split=split,
        counts=counts_of(stages),
        features=tuple(name for name in reading.after.read_as(reading.columns) if name in end.table.columns),
        steps=_fitted(reading, start, end, stages),
        choices=end.choices,
        notes=notes,
    )


def counts_of(stages: Sequence[Stage]) -> dict[str, int]:
    """Rows that each stage touched, by its name."""
    counts: dict[str, int] = {}
    for stage in stages:
        counts[stage.name] = counts.get(stage.name, 0) + int(stage.touched.sum())
    return counts
