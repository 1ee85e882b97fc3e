"""One step of a spec after the other: fitted on the training rows, then taken by all. Knows no file and no model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.data.rows.steps.base import Choice, Drop, RowStep, Step, ValueStep
from engine.data.rows.steps.derived import Bins, DateParts, Log
from engine.data.rows.steps.missing import DropMissing, Impute
from engine.data.rows.steps.outliers import outliers
from engine.data.rows.steps.passage import Passage
from engine.data.rows.steps.rows import DropDuplicates, Filter
from engine.data.rows.steps.texts import NormaliseText
from engine.data.table import Table, is_missing
from engine.schema.step_columns import KINDS_OF_STEP, is_value_of
from engine.schema.step_spec import ImputeStep, StepSpec

Names = tuple[str, ...]
_MAKE: dict[str, Callable[[Any, Names, Table], Step]] = {  # of the spec, its columns, and their training rows
    "drop_missing": lambda spec, names, _: DropMissing(names),
    "impute": lambda spec, _, training: Impute.fit(spec, training),
    "drop_duplicates": lambda spec, names, _: DropDuplicates(names),
    "outliers": lambda spec, _, training: outliers(spec, training),
    "normalise_text": lambda spec, names, _: NormaliseText.of(spec, names),
    "filter": lambda spec, *_: Filter(spec),
    "date_parts": lambda spec, *_: DateParts(spec.column, tuple(dict.fromkeys(spec.parts))),
    "log": lambda spec, names, _: Log(names),
    "bins": lambda spec, _, training: Bins.fit(spec, training),
    "encode": lambda spec, names, _: Choice(dict.fromkeys(names, spec.how)),
    "scale": lambda spec, names, _: Choice(dict.fromkeys(names, spec.how)),
    "drop_columns": lambda spec, names, _: Drop(names),
}
_LEARNING = ("impute", "outliers", "bins")


@dataclass(frozen=True)
class Taken:
    """What a step did."""

    after: Passage
    touched: np.ndarray  # which rows it left out or changed
    step: Step


def learns(spec: StepSpec) -> bool:
    """Whether the step must see training rows first, so that the rows are parted before it."""
    return spec.step in _LEARNING and not (isinstance(spec, ImputeStep) and spec.how == "constant")


def take(spec: StepSpec, before: Passage) -> Taken:
    """Fit one step and have all rows take it."""
    names = columns_of(spec, before)
    step = _MAKE[spec.step](spec, names, before.training(names if spec.step in _LEARNING else ()))
    if isinstance(step, RowStep):
        stays = step.keeps(before.table)
        if step.training_only and before.split is not None:
            stays |= ~_mask(before.split.train, before.table.rows)
        return Taken(before.keep(stays), ~stays, step)
    if isinstance(step, ValueStep):
        after = before.changed(step.apply(before.table))
        return Taken(after, _changed(before.table, after.table), step)
    if isinstance(step, Drop):
        after = before.drop(step.columns)
    else:
        after = replace(before, choices={**before.choices, **step.how})
    return Taken(after, np.full(before.table.rows, bool(names)), step)


def columns_of(spec: StepSpec, passage: Passage) -> Names:
    """The columns a step names; else all that it is meant for."""
    if hasattr(spec, "column"):
        return (spec.column,)
    if spec.columns:
        return tuple(dict.fromkeys(spec.columns))
    table = passage.table
    if spec.step in ("drop_missing", "drop_duplicates"):
        return tuple(name for name in table.columns if name in passage.wanted or name in passage.closed)
    kinds = KINDS_OF_STEP[spec.step]
    fit = [name for name in passage.features if name not in passage.closed and table.kinds[name] in kinds]
    if isinstance(spec, ImputeStep) and spec.how == "constant":
        fit = [name for name in fit if is_value_of(table.kinds[name], spec.value or "")]
    return tuple(fit)


def _changed(before: Table, after: Table) -> np.ndarray:
    """Rows in which a value is new or another."""
    changed = np.zeros(before.rows, dtype=bool)
    for name, column in after.columns.items():
        old = before.columns.get(name)
        if old is None:
            changed |= ~is_missing(column)
        elif old is not column:
            differs = np.asarray(old != column, dtype=bool)
            changed |= differs & ~(is_missing(old) & is_missing(column))
    return changed


def _mask(places: np.ndarray, rows: int) -> np.ndarray:
    mask = np.zeros(rows, dtype=bool)
    mask[places] = True
    return mask
