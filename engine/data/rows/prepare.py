"""From a dataset's file to the rows a task learns from: cleaned, transformed, and parted into training, validation and
test.

Knows columns and row numbers; what a network reads of them is the task's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.data.features import TableEncoder
from engine.data.rows.cleaning import Cleaning
from engine.data.rows.route import SPLIT, Stage, stages
from engine.data.rows.selection import Selection
from engine.data.rows.split import Split
from engine.data.rows.steps.base import ValueStep
from engine.data.rows.steps.fitted import FittedSteps
from engine.data.rows.steps.inputs import fitted_steps
from engine.data.rows.steps.passage import Passage
from engine.data.table import Table
from engine.schema.card import ColumnKind
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem, UserError


@dataclass(frozen=True)
class Prepared:
    """The rows that take part."""

    table: Table  # their columns, of ``rows`` rows, as they are after the steps
    rows: np.ndarray  # their numbers in the dataset
    split: Split  # places in ``table``
    counts: dict[str, int]  # rows that each step touched
    features: tuple[str, ...] = ()  # columns of ``table`` that a model reads
    steps: FittedSteps = field(default_factory=FittedSteps)  # to be stored with the model
    choices: Mapping[str, str] = field(default_factory=dict)  # column -> how it is encoded
    notes: tuple[Problem, ...] = ()  # warnings that a person should see

    def encoder(self, names: Sequence[str] | None = None) -> TableEncoder:
        """What turns these columns (all features) into numbers; learnt from the training rows alone."""
        names = self.features if names is None else names
        columns = Table({name: self.table.columns[name] for name in names}, self.table.kinds)
        return TableEncoder.fit(columns.take(self.split.train), names, self.choices)


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
    selection = Selection(data, kinds, spec, tuple(columns), target, tuple(needed))
    start, log = selection.start(), _Log()
    for stage in stages(start, Cleaning(spec, target, tuple(needed))):
        log.see(stage)
    end = log.end
    if end is None or end.split is None or not len(end.split.train):
        raise UserError("no_training_rows", field="data.split", rows=end.table.rows if end else 0)
    features = tuple(name for name in selection.after.read_as(columns) if name in end.table.columns)
    raw = Table(
        {name: start.table.columns[name] for name in selection.after.raw(features)}, start.table.kinds
    )
    steps = (
        fitted_steps(log.steps, features, raw.take(end.rows[end.split.train])) if log.steps else FittedSteps()
    )
    return Prepared(
        end.table, end.rows, end.split, log.counts, features, steps, end.choices, tuple(log.notes)
    )


class _Log:
    """What the stages did. Tables on the way are not kept."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.steps: list[ValueStep] = []
        self.notes: list[Problem] = []
        self.end: Passage | None = None

    def see(self, stage: Stage) -> None:
        """Raises UserError for what the split refuses."""
        if any(problem.severity == "error" for problem in stage.problems):
            raise UserError.of([problem for problem in stage.problems if problem.severity == "error"])
        self.notes += stage.problems
        if stage.name != SPLIT:
            self.counts[stage.name] = self.counts.get(stage.name, 0) + int(stage.touched.sum())
        if isinstance(stage.step, ValueStep):
            self.steps.append(stage.step)
        self.end = stage.after
