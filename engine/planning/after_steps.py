"""The columns of a dataset as a network will read them, when the steps of a spec are done. Cards only; no rows."""

from collections.abc import Iterable
from typing import Protocol

from engine.schema.card import Column, ColumnKind, DatasetCard
from engine.schema.data_spec import DataSpec
from engine.schema.roles import CLASS_TASKS
from engine.schema.step_columns import KINDS_OF_STEP, StepColumns, columns_after, roles_of
from engine.schema.step_spec import (
    BinsStep,
    DropMissingStep,
    EncodeStep,
    ImputeStep,
    StepSpec,
)

_TEXT_ROLES = ("text", "prompt", "response", "chosen", "rejected")
_ID_ROLES = ("user", "item")


class Reads(Protocol):
    """A task and its data: a spec, or as much of one as a preview needs."""

    @property
    def task(self) -> str: ...

    @property
    def data(self) -> DataSpec: ...


def kinds_read(spec: Reads, card: DatasetCard) -> dict[str, ColumnKind]:
    """What the task takes each column for, whatever the import saw: a class and an id are names, a text is a text."""
    kinds = {column.name: column.kind for column in card.columns}
    names: list[tuple[str | None, ColumnKind]] = [(getattr(spec.data, role), "text") for role in _TEXT_ROLES]
    names += [(getattr(spec.data, role), "category") for role in _ID_ROLES]
    if spec.task in CLASS_TASKS:
        names.append((spec.data.target, "category"))
    return kinds | {name: kind for name, kind in names if name in kinds}


def steps_of(spec: Reads, card: DatasetCard) -> StepColumns:
    """The names and kinds there are after the steps, and what is wrong with these."""
    return columns_after(spec.data.steps, kinds_read(spec, card), spec.data.target, roles_of(spec.data))


def as_read(names: Iterable[str], spec: Reads, card: DatasetCard) -> tuple[Column, ...]:
    """These columns of the dataset, with what is derived of them and without what is dropped."""
    columns = {column.name: column for column in card.columns}
    if not spec.data.steps:
        return tuple(columns[name] for name in names if name in columns)
    after = steps_of(spec, card)
    read = after.read_as(names)
    return tuple(_changed(_source(name, after, columns), after.kinds[name], spec.data.steps) for name in read)


def _source(name: str, after: StepColumns, columns: dict[str, Column]) -> Column:
    if name in columns:
        return columns[name]
    missing = columns[after.sources[name]].missing if after.sources[name] in columns else 0
    return Column(name=name, kind=after.kinds[name], missing=missing)


def _changed(column: Column, kind: ColumnKind, steps: tuple[StepSpec, ...]) -> Column:
    """What the steps make of a column, as far as its size goes."""
    changes: dict[str, object] = {} if column.kind == kind else {"kind": kind}
    for step in steps:
        if not _works_on(step, column.name, kind):
            continue
        match step:
            case ImputeStep() | DropMissingStep():
                changes["missing"] = 0
            case BinsStep():
                changes["distinct"] = step.bins
            case EncodeStep(how="ordinal" | "frequency"):
                changes["kind"] = "number"  # a single one, however many categories there are
            case EncodeStep():
                changes["kind"] = kind
    return column.model_copy(update=changes) if changes else column


def _works_on(step: StepSpec, name: str, kind: ColumnKind) -> bool:
    if hasattr(step, "column"):
        return bool(step.column == name)
    named = getattr(step, "columns", ())
    return name in named if named else kind in KINDS_OF_STEP.get(step.step, (kind,))
